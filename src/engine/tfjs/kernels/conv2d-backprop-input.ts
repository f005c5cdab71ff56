import {
  backend_util,
  Conv2DBackpropInput,
  type Conv2DBackpropInputAttrs,
  type Conv2DBackpropInputInputs,
  Transpose,
} from '@tensorflow/tfjs-core';
import { chunksOf, rowsOf } from './chunks.js';
import { allocate, call, floats, instead, matrixProduct, view } from './kernel.js';
import { addressOf, geometryOf, loopsOf } from './simd/loops.js';

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
    const { inputs: { dy, filter }, attrs, backend } = kernelCall;
    const { strides, pad, dataFormat, dimRoundingMode, inputShape } = attrs;
    if (dataFormat === 'NCHW') return stock(kernelCall);
    const filterShape = filter.shape as [number, number, number, number];
    const g = backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode);
    const taps = g.filterHeight * g.filterWidth * g.inChannels;
    const positions = g.outHeight * g.outWidth;
    const imageBytes = 4 * g.inHeight * g.inWidth * g.inChannels;
    const dx = allocate(backend, inputShape);
    floats(backend, dx).fill(0);
    const weights = call(backend, Transpose, { x: view(filter, [1, taps, g.outChannels]) }, { perm: [0, 2, 1] });
    for (const chunk of chunksOf(g.batchSize, taps * positions)) {
      const gradients = rowsOf(backend, dy, chunk, [positions, g.outChannels]);
      const columns = matrixProduct(backend, gradients, weights);
      const images = addressOf(backend, dx) + chunk.first * imageBytes;
      loopsOf(backend).addPatches(addressOf(backend, columns), images, ...geometryOf(g, chunk.count));
      for (const { dataId } of [gradients, columns]) backend.disposeData(dataId);
    }
    backend.disposeData(weights.dataId);
    return dx;
  },
);
