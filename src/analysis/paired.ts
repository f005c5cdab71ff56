import { studentQuantile } from './student.js';

/** Values of one thing measured several times. */
export interface Spread {
  readonly mean: number;
  /** Of the sample (n - 1); null for one value. */
  readonly sd: number | null;
  readonly min: number;
  readonly max: number;
}

/** Mean, standard deviation and range of one value or more. */
export function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null,
    min: values.reduce((a, b) => Math.min(a, b)),
    max: values.reduce((a, b) => Math.max(a, b)),
  };
}

/** A difference with what the spread says about it. */
export interface PairedDifference {
  readonly mean: number;
  /** Null where no spread can be seen: one pair, or differences that are all equal. */
  readonly interval: readonly [number, number] | null;
}

/** Deviations below this part of the values are rounding. */
const rounding = 1e-12;

/**
 * The mean of a[i] - b[i] with its confidence interval by the paired t test:
 *
 *   d = mean(a - b),   d -+ t(1 - (1 - confidence) / (2 comparisons); n - 1) s / sqrt(n)
 *
 * s is the standard deviation of the differences. What a pair has in common (here: seed, so initial weights, batches and
 * split) cancels.
 *
 * @param comparisons intervals that shall hold all at once (Bonferroni)
 *
 * Source: Student 1908, Biometrika 6, 1-25
 */
export function pairedDifference(
  a: readonly number[],
  b: readonly number[],
  { confidence, comparisons }: { readonly confidence: number; readonly comparisons: number },
): PairedDifference {
  const { mean, sd } = spreadOf(a.map((value, i) => value - b[i]!));
  const size = [...a, ...b].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (sd === null || sd <= rounding * size) return { mean, interval: null };
  const reach = studentQuantile((1 - confidence) / (2 * comparisons), a.length - 1) * (sd / Math.sqrt(a.length));
  return { mean, interval: [mean - reach, mean + reach] };
}
