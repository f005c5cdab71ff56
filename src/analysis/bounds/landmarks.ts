import type { FinitePart } from '../curve.js';
import { lnStabilityLimit } from './growth.js';
import { lagOf, type OptimizerTraits } from './memory.js';
import type { Trend } from './trend.js';

/** Where a sweep turns, as ln(lr). */
export interface Landmarks {
  /**
   * The loss has fallen by a tenth of its fall (or beyond its noise, if that is more) and stays below; where nothing was
   * smoothed, for the first time.
   */
  readonly onset: number;
  /** The rate that has done nine tenths of the fall, half where nothing was smoothed: that of the updates before it is seen (`lagOf`). */
  readonly most: number;
  /** The lowest loss. */
  readonly lowest: number;
  /** The loss has risen again by a tenth of its fall (or beyond its noise); null if it never does. */
  readonly rise: number | null;
  /**
   * The rate that has lost half of the fall for good: that of the updates before it is seen. Less than half of a fall that
   * is not clear of the noise, so that a rise of the noise is not taken for it. Null if it is never lost.
   */
  readonly collapse: number | null;
  /** Largest stable rate by the growth of the exploding loss; null if it does not explode. */
  readonly limit: number | null;
  /** The last rate of the sweep. */
  readonly last: number;
  /** By how much the memory of the optimizer took `most` back. */
  readonly takenBack: number;
}

/** Share of the fall that tells a change from a wobble, where noise does not ask for more. */
const clearShare = 0.1;
/** Standard errors of a difference that tell a change from noise. */
const clearErrors = 3;
/** Level at which most of the fall is done; where nothing was smoothed, the last of it is the chance of single updates. */
const mostLevel = { smoothed: -0.9, exact: -0.5 };
/** Share of the memory's lag that is taken back: the loss of fixed rows is that after an update, that of a batch before. */
const lagShare = { smoothed: 1, exact: 0.5 };
/** Level above which the fall is lost, and by how many standard errors it lies higher, up to the start. */
const lostLevel = -0.5;
const lostErrors = 2;
/** Where nothing was smoothed: levels that are lost for good, and those from which and up to which an update is lost in part. */
const lostLevels = [-0.75, -0.5, -0.25, 0];
const lostRange = { from: -0.75, to: 1 };

/** Places are counted in points, with parts of them; traits left out err low, by what the optimizer's memory makes up. */
export function landmarksOf(part: FinitePart, trend: Trend, traits: OptimizerTraits = {}): Landmarks {
  const { momentum = 0, memory = momentum } = traits;
  const { lnLr, level, lowest, start, drop, error, exact } = trend;
  const kind = exact ? 'exact' : 'smoothed';
  const lag = lagShare[kind] * lagOf(memory);
  const at = (place: number) => between(lnLr, place);
  const clear = Math.min(Math.max(clearShare, (clearErrors * error) / drop), 0.5);
  const falling = (depth: number) => {
    const before = level.findLastIndex((value, i) => i < lowest && value > depth);
    return before === -1 ? 0 : crossing(level, before, depth);
  };
  const done = exact ? firstBelow(level, mostLevel.exact) : falling(mostLevel.smoothed);
  const after = level.findIndex((value, i) => i > lowest && value > clear - 1);
  const lost = exact
    ? lostForGood(level, lowest)
    : lastBelow(level, Math.min(lostLevel + (lostErrors * error) / drop, 0));
  const floor = start - drop;
  const limitFrom = (from: number) => lnStabilityLimit(part, { lowest, floor, from, momentum });
  const most = at(done - lag);
  return {
    onset: at(exact ? firstBelow(level, -clear) : falling(-clear)), // a jump of single updates ends no fall
    most,
    lowest: lnLr[lowest]!,
    rise: after === -1 ? null : at(crossing(level, after - 1, clear - 1)),
    collapse: lost === null ? null : at(lost - lag),
    limit: limitFrom(start) ?? limitFrom(floor + clear * drop),
    last: lnLr.at(-1)!,
    takenBack: at(done) - most,
  };
}

/**
 * Where the fall is lost, of two readings that single updates move each in its own way, so that their mean moves least: the
 * mean of the places where levels are lost for the last time; and the end, less the updates after the lowest loss, each
 * counted by how much of it is lost. Both are the same where the loss jumps once. Null where half of the fall is kept.
 */
function lostForGood(level: readonly number[], lowest: number): number | null {
  if (lastBelow(level, lostLevel) === null) return null;
  const lasts = lostLevels.map((from) => lastBelow(level, from) ?? level.length - 1);
  const { from, to } = lostRange;
  const lost = level.slice(lowest + 1).map((value) => Math.min(Math.max((value - from) / (to - from), 0), 1));
  return (sum(lasts) / lasts.length + level.length - 0.5 - sum(lost)) / 2;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Where the level rises through `from` for the last time; null where the curve ends below it. */
export function lastBelow(level: readonly number[], from: number): number | null {
  const last = level.findLastIndex((value) => value <= from);
  return last === level.length - 1 ? null : crossing(level, last, from);
}

/** Where the level first comes down to `to`, which it does somewhere. */
function firstBelow(level: readonly number[], to: number): number {
  const first = level.findIndex((value) => value <= to);
  return first === 0 ? 0 : crossing(level, first - 1, to);
}

/** Place where the straight line from point i to the next one has the given level. */
const crossing = (level: readonly number[], i: number, at: number): number =>
  i + (at - level[i]!) / (level[i + 1]! - level[i]!);

/** The value at a place by straight lines; before the first point that of the first one. */
export function between(values: readonly number[], place: number): number {
  const i = Math.floor(Math.max(place, 0));
  const next = values[Math.min(i + 1, values.length - 1)]!;
  return values[i]! + (Math.max(place, 0) - i) * (next - values[i]!);
}
