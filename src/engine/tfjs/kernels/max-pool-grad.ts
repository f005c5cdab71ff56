import type { MaxPoolGradAttrs, MaxPoolGradInputs } from '@tensorflow/tfjs-core';
import { core } from '../tensorflow.js';
import { instead, zeros } from './kernel.js';
import { addressOf, geometryOf, loopsOf } from './simd/loops.js';

const { backend_util, MaxPoolGrad } = core;

/**
 * Gradient of max pooling: each window gives its gradient to its largest value, the first one (row by row) among
 * equals, as on the cpu backend. A window without a number (all NaN) gives nothing.
 */
export const maxPoolGrad = instead<MaxPoolGradInputs, MaxPoolGradAttrs>(
  MaxPoolGrad,
  'it loses the gradient of windows without a positive value, and is slow',
  ({ inputs: { dy, input }, attrs: { filterSize, strides, pad, dimRoundingMode }, backend }) => {
    const shape = input.shape as [number, number, number, number];
    const g = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
    const dx = zeros(backend, shape);
    const [x, gradients, out] = [input, dy, dx].map((t) => addressOf(backend, t)) as [number, number, number];
    loopsOf(backend).maxPoolGrad(x, gradients, out, ...geometryOf(g));
    return dx;
  },
);
