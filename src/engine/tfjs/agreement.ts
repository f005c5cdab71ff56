import type { TrainerSetup } from '../engine.js';

/** What one way of computing a pass has given: loss, outputs, gradients. */
export type Values = Float64Array | Float32Array;

/** A micro-batch that no run reaches: its dropout masks are others. */
export const rehearsal = 1_000_000;

/** As many rows, others where the data set has others. */
export function otherThan(rows: Int32Array, { dataset: { train, validation } }: TrainerSetup): Int32Array {
  const all = train.length > 0 ? train : validation;
  const start = Math.max(0, all.indexOf(rows[0]!)) + 1;
  return rows.map((_, i) => all[(start + 7 * i) % all.length]!);
}

/** Sums are taken in another order than by calls one by one. Errors are of the size of the largest value, of a tensor or ... */
const tolerance = 1e-3;

/** ... where a gradient is 0 but for rounding, of all of them. */
const noise = 1e-6;

const largest = (values: Values): number => {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
};

/** The number of the first result that is not the one wanted, but for rounding; -1 where all are. */
export function firstDifference(results: readonly Values[], wanted: readonly Values[]): number {
  const size = Math.max(...wanted.map(largest));
  return results.findIndex((values, i) => !agree(values, wanted[i]!, size));
}

function agree(values: Values, wanted: Values, size: number): boolean {
  if (Number.isNaN(size)) return true; // there is nothing to compare with
  const margin = tolerance * largest(wanted) + noise * size;
  return values.every((value: number, i: number) => Math.abs(value - wanted[i]!) <= margin || value === wanted[i]);
}
