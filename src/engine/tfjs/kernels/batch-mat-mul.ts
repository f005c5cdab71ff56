import type { BatchMatMulAttrs, BatchMatMulInputs } from '@tensorflow/tfjs-core';
import { core } from '../tensorflow.js';
import { instead, zeros } from './kernel.js';
import { addProduct, matrix, transposed } from './matrix.js';
import { addressOf } from './simd/loops.js';

const { BatchMatMul, util } = core;

/**
 * Matrix products a b of two stacks of matrices, [..., m, k] x [..., k, n], each operand as it is or transposed.
 * Stacks of different shapes (broadcasting) are left to the backend.
 */
export const batchMatMul = instead<BatchMatMulInputs, BatchMatMulAttrs>(
  BatchMatMul,
  'with a transposed operand, as in the gradients of a dense layer, it is 15 times slower than it could be, and with ' +
    'plain ones it packs weights anew that change after every step',
  (kernelCall, stock) => {
    const {
      inputs: { a, b },
      attrs: { transposeA, transposeB },
      backend,
    } = kernelCall;
    const stack = a.shape.slice(0, -2);
    const alike = util.arraysEqual(stack, b.shape.slice(0, -2)) && a.dtype === 'float32' && b.dtype === 'float32';
    if (!alike) return stock(kernelCall);
    const [aRows, aColumns] = a.shape.slice(-2) as [number, number];
    const [bRows, bColumns] = b.shape.slice(-2) as [number, number];
    const rows = transposeA ? aColumns : aRows;
    const columns = transposeB ? bRows : bColumns;
    const out = zeros(backend, [...stack, rows, columns]);
    const [left, right, result] = [a, b, out].map((t) => addressOf(backend, t)) as [number, number, number];
    for (let i = 0; i < util.sizeFromShape(stack); i++) {
      const first = matrix(left + 4 * i * aRows * aColumns, aRows, aColumns);
      const second = matrix(right + 4 * i * bRows * bColumns, bRows, bColumns);
      addProduct(
        backend,
        transposeA ? transposed(first) : first,
        transposeB ? transposed(second) : second,
        result + 4 * i * rows * columns,
      );
    }
    return out;
  },
);
