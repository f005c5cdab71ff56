import { randomStream } from '../base/random.js';

/**
 * Rows drawn without replacement, in the order of the set; all of them where there are no more than `count`. They follow
 * from the seed alone.
 *
 * Source: Knuth, The Art of Computer Programming 2, section 3.4.2, algorithm S
 */
export function fixedRows(rows: Int32Array, count: number, seed: number): Int32Array {
  const random = randomStream(seed, 'fixed rows');
  let wanted = count;
  return rows.filter((_, i) => {
    const taken = wanted > 0 && random.below(rows.length - i) < wanted;
    if (taken) wanted -= 1;
    return taken;
  });
}
