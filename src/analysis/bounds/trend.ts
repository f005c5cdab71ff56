import type { FinitePart } from '../curve.js';
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
  /** Standard error of a difference of two levels, start and another, in units of the loss. */
  readonly error: number;
}

/** Share of the points that show the loss of the untrained model, and the fewest of them. */
const startShare = 0.1;
const startLeast = 5;
/** Points left and right in the median: spikes of 2 points vanish. */
const medianReach = 2;
/** Share of the points per local line, and the fewest: 100 points over 8 decades make 0.9 decade. */
const spanShare = 0.11;
const spanLeast = 7;

/**
 * Losses freed of noise without lag (an average over the past would put every landmark too far to the right): capped at
 * start + fall, so that an explosion of any size looks the same; running median; local lines over ln(lr).
 * Null where the median never goes below the start. Needs 5 points or more.
 */
export function trendOf({ lnLr, loss }: FinitePart): Trend | null {
  const { start, startPoints, above } = fromStart(loss);
  const smoothed = smoothFall(lnLr, above);
  if (smoothed === null) return null;
  const { smooth, span, fall } = smoothed;
  const lowest = smooth.indexOf(Math.min(...smooth));
  const depth = -smooth[lowest]!;
  if (!(depth > 0)) return null;
  const before = Math.max(lowest + 1, startPoints);
  const scaled = above.slice(0, before).map((value) => value / fall);
  const residuals = scaled.map((value, i) => value - smooth[i]!);
  // residuals see the noise of batches that resemble their neighbours, which differences of neighbours do not
  const noise = Math.max(noiseOf(scaled), robustDeviation(residuals)) * fall;
  // the variance of a median of k values is pi / 2 that of their mean
  const error = noise * Math.sqrt(Math.PI / 2 / startPoints + 1 / span);
  return { lnLr, level: smooth.map((value) => value / depth), lowest, start, drop: depth * fall, noise, error };
}

/** The same smoothing for a series without learning rates; as it is where it never falls, or is not finite. */
export function smoothWithoutLag(losses: readonly number[]): number[] {
  const finite = losses.filter(Number.isFinite);
  if (finite.length < startLeast) return [...losses];
  const { start, above } = fromStart(finite);
  const smoothed = smoothFall([...finite.keys()], above);
  if (smoothed === null) return [...losses];
  const values = smoothed.smooth.values();
  return losses.map((loss) => (Number.isFinite(loss) ? start + values.next().value! * smoothed.fall : loss));
}

/** Taken first of all, so that a constant added to the loss costs no digits. */
function fromStart(loss: readonly number[]) {
  const startPoints = Math.max(startLeast, Math.round(loss.length * startShare));
  const start = median(loss.slice(0, startPoints));
  return { start, startPoints, above: loss.map((value) => value - start) };
}

/** Smoothed values in units of the fall of their running median; null where that never falls below 0. */
function smoothFall(x: readonly number[], above: readonly number[]) {
  const calm = runningMedian(above, medianReach);
  const fall = -Math.min(...calm);
  if (!(fall > 0 && Number.isFinite(fall))) return null;
  const capped = calm.map((value) => Math.min(value / fall, 1));
  const span = Math.max(spanLeast, Math.round(x.length * spanShare));
  return { smooth: localLines(x, capped, span), span, fall };
}
