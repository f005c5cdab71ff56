import { BatchMatMul, type BatchMatMulAttrs, type BatchMatMulInputs, type TensorInfo, Transpose } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { call, instead } from './kernel.js';

/**
 * Matrix product. Transposed operands - both gradients of a dense layer have one - are transposed first: the backend
 * has its fast product (XNNPACK) for plain operands only.
 */
export const batchMatMul = instead<BatchMatMulInputs, BatchMatMulAttrs>(
  BatchMatMul,
  'with a transposed operand it is ten times slower than with a plain one',
  ({ inputs, attrs, backend }, stock) => {
    const a = attrs.transposeA ? transposed(backend, inputs.a) : inputs.a;
    const b = attrs.transposeB ? transposed(backend, inputs.b) : inputs.b;
    const product = stock({ inputs: { a, b }, attrs: { transposeA: false, transposeB: false }, backend });
    if (attrs.transposeA) backend.disposeData(a.dataId);
    if (attrs.transposeB) backend.disposeData(b.dataId);
    return product;
  },
);

/** The last two axes swapped. */
function transposed(backend: BackendWasm, x: TensorInfo): TensorInfo {
  const rank = x.shape.length;
  const perm = [...Array(rank - 2).keys(), rank - 1, rank - 2];
  return call(backend, Transpose, { x }, { perm });
}
