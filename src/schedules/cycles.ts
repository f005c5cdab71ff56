/** Where a step falls in a row of cycles. */
export interface Place {
  /** Cycles finished. */
  readonly index: number;
  /** Updates since the present cycle began, and how many it has; neither need be a whole number. */
  readonly since: number;
  readonly size: number;
}

/** Above this many cycles they would outlast 2^53 updates, so the loop is short for every factor above 1. */
const grows = 1 + 1e-9;

/**
 * The place of a step where cycle i has first * factor^i updates. Counted cycle by cycle: logarithms miss restarts by
 * rounding.
 */
export function cycleAt(step: number, first: number, factor: number): Place {
  if (factor < grows) return { index: Math.floor(step / first), since: step % first, size: first };
  let [start, size, index] = [0, first, 0];
  while (step >= start + size) {
    start += size;
    size *= factor;
    index++;
  }
  return { index, since: step - start, size };
}
