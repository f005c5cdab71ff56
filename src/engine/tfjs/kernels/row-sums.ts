import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { MeanAttrs, MeanInputs, SumAttrs, SumInputs, TensorInfo } from '@tensorflow/tfjs-core';
import { core } from '../tensorflow.js';
import { allocate, instead } from './kernel.js';
import { addressOf, loopsOf } from './simd/loops.js';

const { Mean, Sum, util } = core;

const why = 'it transposes the whole tensor before it reduces leading axes';

/** Sum over the leading axes of a float32 tensor, in double precision: gradients of a bias. Other axes: the backend. */
export const sum = instead<SumInputs, SumAttrs>(Sum, why, (kernelCall, stock) => {
  const { inputs, attrs, backend } = kernelCall;
  const count = leadingAxes(inputs.x, attrs.axis);
  return count === null ? stock(kernelCall) : rowSum(backend, inputs.x, count, attrs.keepDims);
});

/** Mean over the leading axes of a float32 tensor: the statistics of a batch. Other axes: the backend. */
export const mean = instead<MeanInputs, MeanAttrs>(Mean, why, (kernelCall, stock) => {
  const { inputs, attrs, backend } = kernelCall;
  const count = leadingAxes(inputs.x, attrs.axis);
  if (count === null) return stock(kernelCall);
  const out = rowSum(backend, inputs.x, count, attrs.keepDims);
  const rows = util.sizeFromShape(inputs.x.shape.slice(0, count));
  const values = backend.typedArrayFromHeap(out);
  for (let i = 0; i < values.length; i++) values[i]! /= rows;
  return out;
});

/** How many axes are reduced, if they are the first ones and not all. */
function leadingAxes(x: TensorInfo, axis: number | number[]): number | null {
  const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
  const leading = axes.length < x.shape.length && axes.every((a, i) => a === i);
  return leading && x.dtype === 'float32' ? axes.length : null;
}

function rowSum(backend: BackendWasm, x: TensorInfo, count: number, keepDims: boolean): TensorInfo {
  const kept = x.shape.slice(count);
  const rows = util.sizeFromShape(x.shape.slice(0, count));
  const out = allocate(backend, keepDims ? [...Array<number>(count).fill(1), ...kept] : kept);
  loopsOf(backend).sumRows(addressOf(backend, x), rows, util.sizeFromShape(kept), addressOf(backend, out));
  return out;
}
