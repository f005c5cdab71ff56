import { Sum, type SumAttrs, type SumInputs, util } from '@tensorflow/tfjs-core';
import { allocate, instead } from './kernel.js';
import { addressOf, loopsOf } from './simd/loops.js';

/** Sum over the leading axes (gradients of a bias, statistics of a batch): row after row, in double precision. */
export const sum = instead<SumInputs, SumAttrs>(
  Sum,
  'it transposes the whole tensor before it sums over leading axes',
  (kernelCall, stock) => {
    const { inputs: { x }, attrs: { axis, keepDims }, backend } = kernelCall;
    const axes = util.parseAxisParam(axis, x.shape);
    const leading = axes.length < x.shape.length && axes.every((a) => a < axes.length);
    if (!leading || x.dtype !== 'float32') return stock(kernelCall);
    const kept = x.shape.slice(axes.length);
    const rows = util.sizeFromShape(x.shape.slice(0, axes.length));
    const out = allocate(backend, keepDims ? [...axes.map(() => 1), ...kept] : kept);
    loopsOf(backend).sumRows(addressOf(backend, x), rows, util.sizeFromShape(kept), addressOf(backend, out));
    return out;
  },
);
