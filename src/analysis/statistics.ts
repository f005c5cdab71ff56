/** Middle value; mean of the two middle ones where the count is even; NaN where there is none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle]!;
  return sorted.length === 0 ? Number.NaN : sorted[middle - 1]! / 2 + sorted[middle]! / 2;
}

/** Median of the 2 reach + 1 values around each one, fewer at the ends: removes spikes, keeps edges where they are. */
export const runningMedian = (values: readonly number[], reach: number): number[] =>
  values.map((_, i) => {
    const room = Math.min(reach, i, values.length - 1 - i); // symmetric, so that the ends do not lag
    return median(values.slice(i - room, i + room + 1));
  });

/** The median of |x| is this many times smaller than the standard deviation, for normal x. */
const madPerSigma = 0.6745;

/** Standard deviation about 0 by the median of |x|, so that a few wild values do not count; 0 where there is none. */
export const robustDeviation = (values: readonly number[]): number =>
  values.length === 0 ? 0 : median(values.map(Math.abs)) / madPerSigma;

/**
 * Standard deviation of the noise on a smooth curve, from its second differences y[i - 1] - 2 y[i] + y[i + 1], in which
 * slopes cancel; by the median, so that spikes do not count. Independent noise of deviation s gives differences of
 * deviation s sqrt(6). 0 for fewer than 3 values.
 *
 * Source: Gasser, Sroka and Jennen-Steinmetz 1986, Biometrika 73, 625-633, with the median for the mean
 */
export function noiseOf(values: readonly number[]): number {
  const bends = values.slice(2).map((value, i) => value - 2 * values[i + 1]! + values[i]!);
  return robustDeviation(bends) / Math.sqrt(6);
}

/**
 * Local linear regression (LOESS, degree 1): at each x a straight line is fitted to the `span` nearest points in order,
 * weighted by the tricube of their distance. No lag: a straight line is given back as it is, at the ends too.
 *
 * @param span points per fit, 3 or more
 *
 * Source: Cleveland 1979, JASA 74, 829-836
 */
export function localLines(x: readonly number[], y: readonly number[], span: number): number[] {
  const count = Math.min(span, x.length);
  return x.map((at, i) => {
    const start = Math.min(Math.max(i - (count >> 1), 0), x.length - count);
    const reach = Math.max(at - x[start]!, x[start + count - 1]! - at);
    let [sum, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
    for (let j = start; j < start + count; j++) {
      const dx = (x[j]! - at) / reach;
      const weight = (1 - Math.min(Math.abs(dx), 1) ** 3 * 0.999) ** 3; // 0.999: the farthest point counts a little
      const dy = y[j]! - y[i]!;
      sum += weight;
      sumX += weight * dx;
      sumY += weight * dy;
      sumXX += weight * dx * dx;
      sumXY += weight * dx * dy;
    }
    const spread = sum * sumXX - sumX * sumX;
    return y[i]! + (spread > 0 ? (sumXX * sumY - sumX * sumXY) / spread : sumY / sum);
  });
}
