import type { Conv2DBackpropInputAttrs, Conv2DBackpropInputInputs } from '@tensorflow/tfjs-core';
import { core } from '../tensorflow.js';
import { chunksOf } from './chunks.js';
import { instead, zeros } from './kernel.js';
import { addProduct, matrix, transposed } from './matrix.js';
import { addressOf, geometryOf, loopsOf } from './simd/loops.js';

const { backend_util, Conv2DBackpropInput } = core;

/**
 * Gradient of a convolution with respect to its input: a matrix product gives what every tap of the filter owes at
 * every position, and each of these is added to the pixel that the tap has seen.
 *
 *   columns[(n, i, j), (kh, kw, c)] = sum over o of dy[(n, i, j), o] W[(kh, kw, c), o]
 *
 * Also the kernel of conv2dTranspose. NHWC, no dilation.
 */
export const conv2dBackpropInput = instead<Conv2DBackpropInputInputs, Conv2DBackpropInputAttrs>(
  Conv2DBackpropInput,
  'its scalar loop is ten times slower than a matrix product',
  (kernelCall, stock) => {
    const {
      inputs: { dy, filter },
      attrs,
      backend,
    } = kernelCall;
    const { strides, pad, dataFormat, dimRoundingMode, inputShape } = attrs;
    if (dataFormat === 'NCHW') return stock(kernelCall);
    const filterShape = filter.shape as [number, number, number, number];
    const g = backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode);
    const imageBytes = 4 * g.inHeight * g.inWidth * g.inChannels;
    const taps = g.filterHeight * g.filterWidth * g.inChannels;
    const positions = g.outHeight * g.outWidth;
    const dx = zeros(backend, inputShape);
    for (const { first, count } of chunksOf(g.batchSize, taps * positions)) {
      const columns = zeros(backend, [count * positions, taps]);
      const gradients = addressOf(backend, dy) + 4 * first * positions * g.outChannels;
      addProduct(
        backend,
        matrix(gradients, count * positions, g.outChannels),
        transposed(matrix(addressOf(backend, filter), taps, g.outChannels)),
        addressOf(backend, columns),
      );
      const images = addressOf(backend, dx) + first * imageBytes;
      loopsOf(backend).addPatches(addressOf(backend, columns), images, ...geometryOf(g, count));
      backend.disposeData(columns.dataId);
    }
    return dx;
  },
);
