import { checkMemory } from './limits.js';

/** Room for generated examples, refused before it is made where it is too much. */
export function floats(rows: number, size: number, place: string): Float32Array<ArrayBuffer> {
  checkMemory(4 * rows * size, place);
  return new Float32Array(rows * size);
}
