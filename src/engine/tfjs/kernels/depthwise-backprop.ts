import type {
  DepthwiseConv2dNativeBackpropFilterAttrs,
  DepthwiseConv2dNativeBackpropFilterInputs,
  DepthwiseConv2dNativeBackpropInputAttrs,
  DepthwiseConv2dNativeBackpropInputInputs,
} from '@tensorflow/tfjs-core';
import { core } from '../tensorflow.js';
import { missing, zeros } from './kernel.js';
import { addressOf, type Geometry, geometryOf, loopsOf } from './simd/loops.js';

const { backend_util, DepthwiseConv2dNativeBackpropFilter, DepthwiseConv2dNativeBackpropInput } = core;

type Shape4D = [number, number, number, number];

const geometry = (
  inputShape: Shape4D,
  filterShape: Shape4D,
  { strides, pad, dimRoundingMode }: Omit<DepthwiseConv2dNativeBackpropFilterAttrs, 'filterShape' | 'dilations'>,
): Geometry => backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode, true);

/**
 * Gradient of a depthwise convolution with respect to its filter [filterHeight, filterWidth, channels, multiplier]:
 *
 *   dW[kh, kw, c, q] = sum over (n, i, j) of x[pixel under tap (kh, kw), c] dy[n, i, j, c multiplier + q]
 *
 * NHWC, no dilation (the gradient function of TensorFlow.js refuses it).
 */
export const depthwiseBackpropFilter = missing<
  DepthwiseConv2dNativeBackpropFilterInputs,
  DepthwiseConv2dNativeBackpropFilterAttrs
>(DepthwiseConv2dNativeBackpropFilter, ({ inputs: { x, dy }, attrs, backend }) => {
  const g = geometry(x.shape as Shape4D, attrs.filterShape, attrs);
  const dw = zeros(backend, attrs.filterShape);
  const [images, gradients, out] = [x, dy, dw].map((tensor) => addressOf(backend, tensor)) as [number, number, number];
  loopsOf(backend).depthwiseFilterGrad(images, gradients, out, attrs.filterShape[3], ...geometryOf(g));
  return dw;
});

/**
 * Gradient of a depthwise convolution with respect to its input:
 *
 *   dx[pixel under tap (kh, kw), c] = sum over taps, positions and q of W[kh, kw, c, q] dy[n, i, j, c multiplier + q]
 */
export const depthwiseBackpropInput = missing<
  DepthwiseConv2dNativeBackpropInputInputs,
  DepthwiseConv2dNativeBackpropInputAttrs
>(DepthwiseConv2dNativeBackpropInput, ({ inputs: { dy, filter }, attrs, backend }) => {
  const filterShape = filter.shape as Shape4D;
  const g = geometry(attrs.inputShape, filterShape, attrs);
  const dx = zeros(backend, attrs.inputShape);
  const [gradients, weights, out] = [dy, filter, dx].map((t) => addressOf(backend, t)) as [number, number, number];
  loopsOf(backend).depthwiseInputGrad(gradients, weights, out, filterShape[3], ...geometryOf(g));
  return dx;
});
