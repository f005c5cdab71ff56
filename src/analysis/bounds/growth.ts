import type { FinitePart } from '../curve.js';
import { median } from '../statistics.js';

/** Largest growth of the loss in one update that still tells of a curvature; beyond, the model is somewhere else. */
const largestGrowth = 1e4;

interface Explosion {
  /** Place of the lowest loss of the trend; the explosion comes after it. */
  readonly lowest: number;
  /** Loss that is left where all is learnt, as far as is known. */
  readonly floor: number;
  /** The explosion is the end of the curve, all of it above this loss. */
  readonly from: number;
  /** Of the optimizer: velocity <- momentum velocity + gradient. */
  readonly momentum: number;
}

/**
 * ln of the largest stable learning rate, told by how fast the loss explodes at the end of the sweep; null where it does
 * not. On a quadratic of curvature h, with momentum m, the weights along the steepest direction end up multiplied by -g
 * per update, where
 *
 *   lr h = (g + 1) (g + m) / g,     g^2 = (loss[i + 1] - floor) / (loss[i] - floor)
 *
 * and 2 (1 + m) / h is the largest stable rate, whatever the lr at which the explosion is noticed: directions that
 * shrank at first need several updates to grow back, so the rise of the loss comes late. Median over the explosion.
 *
 * Source: Polyak 1964, "Some methods of speeding up the convergence of iteration methods" (the stability of both forms)
 */
export function lnStabilityLimit({ lnLr, loss }: FinitePart, explosion: Explosion): number | null {
  const { lowest, floor, from, momentum } = explosion;
  const begin = Math.max(loss.findLastIndex((value) => value <= from) + 1, lowest + 1);
  const estimates: number[] = [];
  for (let i = begin; i + 1 < loss.length; i++) {
    const growth = (loss[i + 1]! - floor) / (loss[i]! - floor);
    if (!(growth > 1 && growth < largestGrowth)) continue;
    const g = Math.sqrt(growth);
    estimates.push(lnLr[i]! + Math.log((2 * (1 + momentum) * g) / ((g + 1) * (g + momentum))));
  }
  return estimates.length === 0 ? null : median(estimates);
}
