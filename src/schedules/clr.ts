import { z } from 'zod';
import { type ScaleParams, scaleExpression, scaleModes, scaling } from './clr-scale.js';
import { momentumEnds, momentumParams } from './momentum.js';
import { exactLength, factor, type Length, maxLr, rateOrZero, updates } from './params.js';
import { defineSchedule, type Horizon } from './schedule.js';

/** Half cycles of 2 to 8 epochs are usual; a run is cut into cycles of about twice this, one at least. */
const usualHalf = 4;

/** Half a cycle such that the run holds whole cycles: 2.7 to 6 epochs each half, or half of a shorter run. */
function sensibleHalf({ totalSteps, stepsPerEpoch }: Horizon): number {
  const cycles = Math.max(1, Math.round(totalSteps / (2 * usualHalf * stepsPerEpoch)));
  return Math.max(1, Math.round(totalSteps / (2 * cycles)));
}

/**
 * Triangular cyclical learning rate.
 *
 *   lr(t) = baseLr + (maxLr - baseLr) k(t) scale,   u = halfCycle, d = halfCycleDown, c = 1 + floor(t / (u + d))
 *   k(t)  = s / u while s = t mod (u + d) <= u, then (u + d - s) / d
 *
 * lr(0) = baseLr, lr(u) = maxLr in the first cycle, lr(u + d) = baseLr. Mode triangular: scale = 1; triangular2:
 * 2^(1 - c); exp-range: gamma^t. A `scale` expression of x (x = c, or t with scaleMode iterations) takes their place.
 *
 * With `cycleMomentum` the momentum goes the other way: maxMomentum - (maxMomentum - baseMomentum) k(t) scale.
 */
export const clr = defineSchedule({
  name: 'clr',
  summary: 'climbs and falls in straight lines between baseLr and maxLr, again and again',
  source: 'Smith 2017, arXiv:1506.01186, section 3.1',
  rates: 'clr',
  params: {
    maxLr: maxLr.describe('learning rate at the peaks'),
    baseLr: rateOrZero.optional().describe('learning rate in the valleys; a quarter of maxLr if left out'),
    halfCycle: exactLength
      .optional()
      .describe('from valley to peak; left out: whole cycles fill the run, each half about 4 epochs'),
    halfCycleDown: exactLength.optional().describe('from peak to valley; as halfCycle if left out'),
    mode: z.enum(scaleModes).default('triangular').describe('how the peaks change: not, halved, or by gamma'),
    gamma: factor.default(0.99994).describe('of exp-range: factor on the peak per update'),
    scale: scaleExpression.optional().describe('in place of mode: an expression of x, e.g. "1/2^(x-1)"'),
    scaleMode: z.enum(['cycle', 'iterations']).default('cycle').describe('what x is: the cycle (from 1) or the update'),
    ...momentumParams,
  },
  build({ maxLr, baseLr = maxLr / 4, ...shape }, horizon) {
    const height = heightOf(shape, horizon);
    return (step) => baseLr + (maxLr - baseLr) * height(step);
  },
  momentum(params, horizon) {
    const ends = momentumEnds(params);
    if (ends === null) return null;
    const height = heightOf(params, horizon);
    return (step) => ends.maxMomentum - (ends.maxMomentum - ends.baseMomentum) * height(step);
  },
});

interface Shape extends ScaleParams {
  readonly halfCycle?: Length | undefined;
  readonly halfCycleDown?: Length | undefined;
}

/** How far an update is from the valley, 0, to a peak, 1; a scale may lead elsewhere. */
function heightOf({ halfCycle, halfCycleDown, ...scale }: Shape, horizon: Horizon): (step: number) => number {
  const up = halfCycle === undefined ? sensibleHalf(horizon) : updates(halfCycle, horizon);
  const down = halfCycleDown === undefined ? up : updates(halfCycleDown, horizon);
  const scaleAt = scaling(scale);
  return (step) => {
    const since = step % (up + down); // % is exact, so step 1e9 is as right as step 1
    const part = since <= up ? since / up : (up + down - since) / down;
    return part * scaleAt(1 + Math.floor(step / (up + down)), step);
  };
}
