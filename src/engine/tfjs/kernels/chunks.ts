import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { allocate, floats } from './kernel.js';

/** Floats in the scratch matrix of one chunk: 512 kB stays in the second-level cache (bench/notes/wasm-kernels.md). */
const scratchFloats = 2 ** 17;

/** Cuts a batch into runs of images whose scratch matrix, `perImage` floats an image, stays small. */
export function* chunksOf(images: number, perImage: number): Generator<{ first: number; count: number }> {
  const size = Math.max(1, Math.floor(scratchFloats / perImage));
  for (let first = 0; first < images; first += size) yield { first, count: Math.min(size, images - first) };
}

/** Images first .. first + count - 1 of a float32 tensor, as the rows of a matrix [1, rows, width] of their own. */
export function rowsOf(
  backend: BackendWasm,
  x: TensorInfo,
  { first, count }: { readonly first: number; readonly count: number },
  [rows, width]: readonly [number, number],
): TensorInfo {
  const matrix = allocate(backend, [1, rows * count, width]);
  const size = rows * width;
  floats(backend, matrix).set(floats(backend, x).subarray(first * size, (first + count) * size));
  return matrix;
}
