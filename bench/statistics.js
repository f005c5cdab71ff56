export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median, least and most. */
export const summary = (numbers) => ({
  median: median(numbers),
  least: Math.min(...numbers),
  most: Math.max(...numbers),
});

/**
 * The median over the repetitions of time / time of the fastest other in the same repetition: what slows the whole
 * machine down for a while slows both.
 */
export const pairedRatio = (times, others) =>
  median(times.map((time, i) => time / Math.min(...others.map((other) => other[i]))));

/** Largest |a - b| / |b| of two series; Infinity where one is not finite or they differ in length. */
export function largestDeviation(series, reference) {
  if (series.length !== reference.length) return Number.POSITIVE_INFINITY;
  const deviations = series.map((value, i) => Math.abs(value - reference[i]) / Math.abs(reference[i]));
  return deviations.every(Number.isFinite) ? Math.max(...deviations) : Number.POSITIVE_INFINITY;
}
