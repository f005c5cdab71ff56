import {
  backend_util,
  Conv2DBackpropFilter,
  type Conv2DBackpropFilterAttrs,
  type Conv2DBackpropFilterInputs,
} from '@tensorflow/tfjs-core';
import { chunksOf, rowsOf } from './chunks.js';
import { allocate, floats, matrixProduct, missing } from './kernel.js';
import { addressOf, geometryOf, loopsOf } from './simd/loops.js';

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
    const shape = x.shape as [number, number, number, number];
    const format = backend_util.convertConv2DDataFormat(dataFormat);
    const g = backend_util.computeConv2DInfo(shape, filterShape, strides, 1, pad, dimRoundingMode, false, format);
    if (g.dataFormat === 'channelsFirst') throw new Error('Conv2DBackpropFilter on wasm: NHWC only');
    const taps = g.filterHeight * g.filterWidth * g.inChannels;
    const positions = g.outHeight * g.outWidth;
    const imageBytes = 4 * g.inHeight * g.inWidth * g.inChannels;
    const total = new Float64Array(taps * g.outChannels);
    for (const chunk of chunksOf(g.batchSize, taps * positions)) {
      const patches = allocate(backend, [1, taps, chunk.count * positions]);
      const images = addressOf(backend, x) + chunk.first * imageBytes;
      loopsOf(backend).writePatchRows(images, addressOf(backend, patches), ...geometryOf(g, chunk.count));
      const gradients = rowsOf(backend, dy, chunk, [positions, g.outChannels]);
      const part = matrixProduct(backend, patches, gradients);
      const values = floats(backend, part);
      for (let i = 0; i < values.length; i++) total[i]! += values[i]!;
      for (const { dataId } of [patches, gradients, part]) backend.disposeData(dataId);
    }
    const dw = allocate(backend, filterShape);
    floats(backend, dw).set(total);
    return dw;
  },
);
