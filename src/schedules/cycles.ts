/** Where a step falls in a row of cycles. */
export interface Place {
  /** Cycles finished. */
  readonly index: number;
  /** Part of the present cycle that is done, from 0 to below 1. */
  readonly part: number;
}

/** Above this many cycles they would outlast 2^53 updates, so the loop is short for every factor above 1. */
const grows = 1 + 1e-9;

/**
 * The place of a step where cycle i has first * factor^i updates. Counted cycle by cycle: logarithms miss restarts by
 * rounding.
 */
export function cycleAt(step: number, first: number, factor: number): Place {
  if (factor < grows) return { index: Math.floor(step / first), part: (step % first) / first };
  let [start, size, index] = [0, first, 0];
  while (step >= start + size) {
    start += size;
    size *= factor;
    index++;
  }
  return { index, part: (step - start) / size };
}
