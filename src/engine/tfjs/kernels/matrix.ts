import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { loopsOf } from './simd/loops.js';

/** A float32 matrix in the memory of the backend. Addresses and steps are in bytes. */
export interface Matrix {
  readonly address: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

/** Row after row from this address on. */
export const matrix = (address: number, rows: number, columns: number): Matrix => ({
  address,
  rows,
  columns,
  rowStep: 4 * columns,
  columnStep: 4,
});

/** The same values with rows and columns swapped; nothing moves. */
export const transposed = (m: Matrix): Matrix => ({
  address: m.address,
  rows: m.columns,
  columns: m.rows,
  rowStep: m.columnStep,
  columnStep: m.rowStep,
});

/** c += a b, with a [rows, inner], b [inner, columns] and c [rows, columns], row after row from its address on. */
export function addProduct(backend: BackendWasm, a: Matrix, b: Matrix, c: number): void {
  const loops = loopsOf(backend);
  const operands = [a.address, a.rowStep, a.columnStep, b.address, b.rowStep, b.columnStep, c] as const;
  loops.addProduct(...operands, a.rows, a.columns, b.columns, loops.panel);
}
