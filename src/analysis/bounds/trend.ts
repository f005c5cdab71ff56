import { type FinitePart, startShare } from '../curve.js';
import { argmin } from '../gradient.js';
import { localLines, median, noiseOf, robustDeviation, runningMedian } from '../statistics.js';

/** A sweep without its noise, in units of its own fall: level 0 is the start, -1 the lowest point. */
export interface Trend {
  readonly lnLr: readonly number[];
  readonly level: readonly number[];
  /** Place of the lowest level. */
  readonly lowest: number;
  /** Loss at the start, and how far the smoothed loss falls from there; both in units of the loss. */
  readonly start: number;
  readonly drop: number;
  /** Standard deviation of one loss about the trend before the lowest point, in units of the loss. */
  readonly noise: number;
  /** Standard error of a difference of two levels, start and another, in units of the loss; 0 where the trend is exact. */
  readonly error: number;
  /** The losses are those of fixed rows, after each update: nothing was smoothed. */
  readonly exact: boolean;
}

/** The fewest points that show the loss of the untrained model. */
const startLeast = 5;
/** Points left and right in the median: spikes of 2 points vanish. */
const medianReach = 2;
/** Share of the sweep, in ln(lr), per local line, and the fewest points: 8 decades make 0.9 decade. */
const windowShare = 0.11;
const windowLeast = 7;

/**
 * Losses freed of noise without lag (an average over the past would put every landmark too far to the right): capped at
 * start + fall, so that an explosion of any size looks the same; running median; local lines over ln(lr).
 * Null where the median never goes below the start. Needs 5 points or more.
 */
export function trendOf({ lnLr, loss }: FinitePart): Trend | null {
  const { start, startPoints, above } = fromStart(lnLr, loss);
  const smoothed = smoothFall(lnLr, above);
  if (smoothed === null) return null;
  const { smooth, width, fall } = smoothed;
  const lowest = argmin(smooth);
  const depth = -smooth[lowest]!;
  if (!(depth > 0)) return null;
  const before = Math.max(lowest + 1, startPoints);
  const scaled = above.slice(0, before).map((value) => value / fall);
  const residuals = scaled.map((value, i) => value - smooth[i]!);
  // residuals see the noise of batches that resemble their neighbours, which differences of neighbours do not
  const noise = Math.max(noiseOf(scaled), robustDeviation(residuals)) * fall;
  const near = lnLr.filter((x) => Math.abs(x - lnLr[lowest]!) <= width / 2).length;
  // the variance of a median of k values is pi / 2 that of their mean
  const error = noise * Math.sqrt(Math.PI / 2 / startPoints + 1 / Math.max(near, windowLeast));
  return {
    lnLr,
    level: smooth.map((value) => value / depth),
    lowest,
    start,
    drop: depth * fall,
    noise,
    error,
    exact: false,
  };
}

/** What float32 arithmetic may change of a loss, relative: a smaller fall is none. */
const rounding = 1e-6;

/**
 * The trend of the losses of fixed rows, as they are: each update with the loss after it, from that before the first one.
 * Null where they never fall.
 *
 * @param noise standard deviation of the loss of a batch
 */
export function exactTrend({ lnLr, loss }: FinitePart, noise: number): Trend | null {
  const [start, ...after] = loss as [number, ...number[]];
  const lowest = argmin(after);
  const drop = start - after[lowest]!;
  if (!(drop > rounding * Math.abs(start))) return null;
  const level = after.map((value) => (value - start) / drop);
  return { lnLr: lnLr.slice(0, -1), level, lowest, start, drop, noise, error: 0, exact: true };
}

/** The same smoothing for a series without learning rates; as it is where it never falls, or is not finite. */
export function smoothWithoutLag(losses: readonly number[]): readonly number[] {
  const finite = losses.filter(Number.isFinite);
  if (finite.length < startLeast) return losses;
  const order = [...finite.keys()];
  const { start, above } = fromStart(order, finite);
  const smoothed = smoothFall(order, above);
  if (smoothed === null) return losses;
  const values = smoothed.smooth.values();
  return losses.map((loss) => (Number.isFinite(loss) ? start + values.next().value! * smoothed.fall : loss));
}

/** Losses above the one at the start: taken first of all, so that a constant added to the loss costs no digits. */
function fromStart(x: readonly number[], loss: readonly number[]) {
  const begin = x.filter((at) => at <= x[0]! + startShare * (x.at(-1)! - x[0]!)).length;
  const startPoints = Math.min(Math.max(startLeast, begin), loss.length);
  const start = median(loss.slice(0, startPoints));
  return { start, startPoints, above: loss.map((value) => value - start) };
}

/** Smoothed values in units of the fall of their running median; null where that never falls below 0. */
function smoothFall(x: readonly number[], above: readonly number[]) {
  const calm = runningMedian(above, medianReach);
  const fall = -calm[argmin(calm)]!;
  if (!(fall > 0 && Number.isFinite(fall))) return null;
  const capped = calm.map((value) => Math.min(value / fall, 1));
  const width = windowShare * (x.at(-1)! - x[0]!);
  return { smooth: localLines(x, capped, width, windowLeast), width, fall };
}
