/** Middle value; mean of the two middle ones where the count is even; NaN where there is none. */
export function median(values: readonly number[]): number {
  // typed arrays sort five times as fast, but for a handful of values they take longer to make
  const sorted = values.length < 64 ? [...values].sort((a, b) => a - b) : Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle]!;
  return sorted.length === 0 ? Number.NaN : sorted[middle - 1]! / 2 + sorted[middle]! / 2;
}

/**
 * The value below which a share of the values lies, linear between the two nearest (type 7 of Hyndman and Fan 1996, The
 * American Statistician 50, 361-365); NaN where there is none. Values may be infinite.
 *
 * @param share 0: the lowest, 1: the highest
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const [low, high] = [sorted[below] ?? Number.NaN, sorted[Math.ceil(place)] ?? Number.NaN];
  return low === high ? low : low + (place - below) * (high - low);
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

/** Points nearer to the last fitted one than this share of the window get no fit of their own. */
const fitSpacing = 0.01;

/**
 * Local linear regression (LOESS, degree 1): at each x a straight line is fitted to the points within half a `width` of
 * it, weighted by the tricube of their distance; near an end the window keeps its width and looks to one side. No lag: a
 * straight line is given back as it is, at the ends too.
 *
 * Of points within a hundredth of the window only one is fitted, and between fitted points the values lie on a straight
 * line: the work grows with the number of points, not with its square.
 *
 * @param x rising
 * @param width of the window, in units of x
 * @param least points per fit where the window holds fewer, 3 or more
 *
 * Source: Cleveland 1979, JASA 74, 829-836; the spacing is `delta` of his program lowess
 */
export function localLines(x: readonly number[], y: readonly number[], width: number, least: number): number[] {
  const last = x.length - 1;
  let [from, to] = [0, 0];
  let before = { place: 0, value: 0 };
  const smooth: number[] = [];
  for (const place of spacedPlaces(x, fitSpacing * width)) {
    const at = x[place]!;
    const left = Math.max(Math.min(at - width / 2, x[last]! - width), x[0]!);
    while (x[from]! < left) from += 1;
    while (to < last && x[to + 1]! <= left + width) to += 1;
    const lack = Math.max(least - (to - from + 1), 0);
    const begin = Math.max(Math.min(from - (lack >> 1), x.length - least), 0);
    const end = Math.min(Math.max(to, begin + least - 1), last);
    const value = lineAt(place, x, y, begin, end);
    for (let i = smooth.length; i < place; i++) {
      const part = (x[i]! - x[before.place]!) / (at - x[before.place]!);
      smooth.push(before.value + part * (value - before.value));
    }
    smooth.push(value);
    before = { place, value };
  }
  return smooth;
}

/** Places of the first value, of each that lies `spacing` or more above the one taken before, and of the last. */
function spacedPlaces(x: readonly number[], spacing: number): number[] {
  const last = x.length - 1;
  let taken = -Infinity;
  return [...x.keys()].filter((i) => {
    if (i < last && x[i]! - taken < spacing) return false;
    taken = x[i]!;
    return true;
  });
}

/** The value at x[i] of the line through points begin to end, both included. */
function lineAt(i: number, x: readonly number[], y: readonly number[], begin: number, end: number): number {
  const at = x[i]!;
  const reach = Math.max(at - x[begin]!, x[end]! - at);
  let [sum, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
  for (let j = begin; j <= end; j++) {
    const dx = (x[j]! - at) / reach;
    const near = 1 - 0.999 * Math.abs(dx * dx * dx); // 0.999: the farthest point counts a little
    const weight = near * near * near;
    const dy = y[j]! - y[i]!;
    sum += weight;
    sumX += weight * dx;
    sumY += weight * dy;
    sumXX += weight * dx * dx;
    sumXY += weight * dx * dy;
  }
  const spread = sum * sumXX - sumX * sumX;
  return y[i]! + (spread > 0 ? (sumXX * sumY - sumX * sumXY) / spread : 0);
}
