import type { backend_util as backendTypes, Conv2DAttrs, Conv2DInputs } from '@tensorflow/tfjs-core';
import { core } from '../tensorflow.js';
import { instead, type WasmKernel } from './kernel.js';

const { backend_util, Conv2D, DepthwiseConv2dNative, FusedConv2D, FusedDepthwiseConv2D } = core;

type Shape4D = [number, number, number, number];
/** Depthwise attributes allow no dilation to be given. */
type ConvAttrs = Omit<Conv2DAttrs, 'dilations'> & Partial<Pick<Conv2DAttrs, 'dilations'>>;

/**
 * The same kernel told the width of the padding in place of 'same'. Left to itself, the backend pads wrongly where one
 * axis needs no padding or less than none (filter side < stride) and the other one does.
 */
const withPaddingSpeltOut = (name: string, depthwise: boolean): WasmKernel =>
  instead<Conv2DInputs, ConvAttrs>(
    name,
    "with padding 'same' it is wrong where the filter has a side shorter than the stride",
    (kernelCall, stock) => {
      const {
        inputs: { x, filter },
        attrs,
      } = kernelCall;
      if (attrs.pad !== 'same') return stock(kernelCall);
      const { padInfo } = backend_util.computeConv2DInfo(
        x.shape as Shape4D,
        filter.shape as Shape4D,
        attrs.strides,
        attrs.dilations ?? 1,
        'same',
        undefined,
        depthwise,
      );
      const { top, bottom, left, right } = padInfo;
      const pad: backendTypes.ExplicitPadding = [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ];
      return stock({ ...kernelCall, attrs: { ...attrs, pad } });
    },
  );

export const samePadding: readonly WasmKernel[] = [
  withPaddingSpeltOut(Conv2D, false),
  withPaddingSpeltOut(FusedConv2D, false),
  withPaddingSpeltOut(DepthwiseConv2dNative, true),
  withPaddingSpeltOut(FusedDepthwiseConv2D, true),
];
