import type { Curve } from '../curve.js';

/** What fastai's rules look at: losses [first, first + length) of the recorded ones. */
export interface FastaiPart {
  readonly first: number;
  readonly loss: readonly number[];
}

/** Points that fastai leaves out at the end. */
const skipEnd = 5;

/**
 * Without the first tenth of the planned updates and the last 5 recorded ones; cut at the first NaN (not at Infinity).
 *
 * Source: https://github.com/fastai/fastai at 0a049e8, callback/schedule.py, lr_find
 */
export function fastaiPart({ loss }: Curve, steps: number): FastaiPart {
  const first = Math.floor(steps / 10);
  const part = loss.slice(first, Math.max(loss.length - skipEnd, 0));
  const bad = part.findIndex(Number.isNaN);
  return { first, loss: bad === -1 ? part : part.slice(0, bad) };
}

export const tooFewForFastai = (least: number, { loss }: FastaiPart): string =>
  `needs ${least} or more points between the first tenth of the sweep and its last ${skipEnd}, has ${loss.length}`;
