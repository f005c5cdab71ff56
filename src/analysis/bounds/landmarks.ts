import type { FinitePart } from '../curve.js';
import { lnStabilityLimit } from './growth.js';
import type { Trend } from './trend.js';

/** Where a sweep turns, as ln(lr). */
export interface Landmarks {
  /** The loss has fallen by a tenth of its fall (or beyond its noise, if that is more) and stays below. */
  readonly onset: number;
  /** Half of the fall is done. */
  readonly half: number;
  /** The lowest loss. */
  readonly lowest: number;
  /** The loss has risen again by a tenth of its fall (or beyond its noise); null if it never does. */
  readonly rise: number | null;
  /** Largest stable rate by the growth of the exploding loss; null if it does not explode. */
  readonly limit: number | null;
}

/** Share of the fall that tells a change from a wobble, where noise does not ask for more. */
const clearShare = 0.1;
/** Standard errors of a difference that tell a change from noise. */
const clearErrors = 3;

/** @param momentum of the optimizer, for the stability limit; 0 where there is some errs low, by 0.28 decade at most */
export function landmarksOf(part: FinitePart, trend: Trend, momentum = 0): Landmarks {
  const { lnLr, level, lowest, start, drop, error } = trend;
  const clear = Math.min(Math.max(clearShare, (clearErrors * error) / drop), 0.5);
  const falling = (depth: number) => {
    const before = level.findLastIndex((value, i) => i < lowest && value > -depth);
    return before === -1 ? lnLr[0]! : crossing(trend, before, -depth);
  };
  const after = level.findIndex((value, i) => i > lowest && value > clear - 1);
  const floor = start - drop;
  const limitFrom = (from: number) => lnStabilityLimit(part, { lowest, floor, from, momentum });
  return {
    onset: falling(clear),
    half: falling(0.5),
    lowest: lnLr[lowest]!,
    rise: after === -1 ? null : crossing(trend, after - 1, clear - 1),
    limit: limitFrom(start) ?? limitFrom(floor + clear * drop),
  };
}

/** ln(lr) where the straight line from point i to the next one has the given level. */
function crossing({ lnLr, level }: Trend, i: number, at: number): number {
  const part = (at - level[i]!) / (level[i + 1]! - level[i]!);
  return lnLr[i]! + part * (lnLr[i + 1]! - lnLr[i]!);
}
