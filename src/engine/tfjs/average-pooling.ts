import { core, type Tensor } from './tensorflow.js';

type Shape4D = [number, number, number, number];

/**
 * Mends the gradient of average pooling on the backends of TensorFlow.js itself: with padding they average over the
 * values of a window that lie in the image, but give each of them its share of the whole window. Scaling dy by
 * (whole window / part in the image) beforehand sets it right. TensorFlow's own kernel (native) is right.
 */
export function mendAveragePooling(): void {
  const { computePool2DInfo } = core.backend_util;
  core.registerGradient({
    kernelName: core.AvgPool,
    inputsToSave: ['x'],
    gradFunc(dy, [x], attrs) {
      const { filterSize, strides, pad } = attrs as unknown as import('@tensorflow/tfjs-core').AvgPoolAttrs;
      const window = computePool2DInfo(x!.shape as Shape4D, filterSize, strides, 1, pad);
      const attributes = { filterSize, strides, pad };
      const gradient = (share: Tensor) =>
        core.engine().runKernel(core.AvgPoolGrad, { dy: share, input: x! }, attributes as never) as Tensor;
      const padded = Object.values(window.padInfo).some((side) => Number(side) > 0);
      if (!padded || core.getBackend() === 'tensorflow') return { x: () => gradient(dy as Tensor) };
      const rows = partInside(
        window.inHeight,
        window.outHeight,
        window.filterHeight,
        window.strideHeight,
        window.padInfo.top,
      );
      const columns = partInside(
        window.inWidth,
        window.outWidth,
        window.filterWidth,
        window.strideWidth,
        window.padInfo.left,
      );
      const scale = rows.flatMap((row) => columns.map((column) => 1 / (row * column)));
      return {
        x: () => gradient(core.mul(dy as Tensor, core.tensor(scale, [1, window.outHeight, window.outWidth, 1]))),
      };
    },
  });
}

/** Along one axis: which part of each window lies in the image. */
function partInside(size: number, windows: number, filter: number, stride: number, padding: number): number[] {
  return Array.from({ length: windows }, (_, i) => {
    const start = i * stride - padding;
    return (Math.min(start + filter, size) - Math.max(start, 0)) / filter;
  });
}
