import { randomStream, sample } from '../base/random.js';

/** Rows drawn without replacement, in the order of the set; all of them where there are no more than `count`. */
export const fixedRows = (rows: Int32Array, count: number, seed: number): Int32Array =>
  sample(rows, count, randomStream(seed, 'fixed rows'));
