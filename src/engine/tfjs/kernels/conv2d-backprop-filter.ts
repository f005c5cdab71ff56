import type { Conv2DBackpropFilterAttrs, Conv2DBackpropFilterInputs } from '@tensorflow/tfjs-core';
import { core } from '../tensorflow.js';
import { chunksOf } from './chunks.js';
import { allocate, missing, zeros } from './kernel.js';
import { addProduct, matrix } from './matrix.js';
import { addressOf, geometryOf, loopsOf } from './simd/loops.js';

const { backend_util, Conv2DBackpropFilter } = core;

/**
 * Gradient of a convolution with respect to its filter, as a matrix product over all positions of the batch:
 *
 *   dW[(kh, kw, c), o] = sum over (n, i, j) of patches[(kh, kw, c), (n, i, j)] dy[(n, i, j), o]
 *
 * x [batch, inHeight, inWidth, inChannels], dy [batch, outHeight, outWidth, outChannels],
 * dW [filterHeight, filterWidth, inChannels, outChannels]; NHWC, no dilation.
 */
export const conv2dBackpropFilter = missing<Conv2DBackpropFilterInputs, Conv2DBackpropFilterAttrs>(
  Conv2DBackpropFilter,
  ({ inputs: { x, dy }, attrs, backend }) => {
    const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attrs;
    if (dataFormat === 'NCHW') throw new Error('Conv2DBackpropFilter on wasm takes NHWC only');
    const shape = x.shape as [number, number, number, number];
    const g = backend_util.computeConv2DInfo(shape, filterShape, strides, 1, pad, dimRoundingMode);
    const imageBytes = 4 * g.inHeight * g.inWidth * g.inChannels;
    const taps = g.filterHeight * g.filterWidth * g.inChannels;
    const positions = g.outHeight * g.outWidth;
    const dw = zeros(backend, filterShape);
    for (const { first, count } of chunksOf(g.batchSize, taps * positions)) {
      const patches = allocate(backend, [taps, count * positions]);
      const images = addressOf(backend, x) + first * imageBytes;
      loopsOf(backend).writePatchRows(images, addressOf(backend, patches), ...geometryOf(g, count));
      const gradients = addressOf(backend, dy) + 4 * first * positions * g.outChannels;
      addProduct(
        backend,
        matrix(addressOf(backend, patches), taps, count * positions),
        matrix(gradients, count * positions, g.outChannels),
        addressOf(backend, dw),
      );
      backend.disposeData(patches.dataId);
    }
    return dw;
  },
);
