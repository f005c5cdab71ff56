import { z } from 'zod';
import { cosineBetween, linearBetween } from '../base/numbers.js';
import { length, maxLr, rateOrZero, updates } from './params.js';
import { defineSchedule } from './schedule.js';

/** A rate at a place of the run; the place need not be a whole number. */
interface Knot {
  readonly at: number;
  readonly lr: number;
}

/** Of maxLr, where no baseLr is given. */
const usualDivisor = 25;

const ways = {
  cosine: cosineBetween,
  linear: linearBetween,
} as const;

/**
 * One climb and one long fall.
 *
 *   baseLr --> maxLr over pctStart n - 1 updates, then --> baseLr / finalDivFactor at update n - 1,   n = steps
 *
 * lr(0) = baseLr, lr(pctStart n - 1) = maxLr (where that is a whole number), lr(n - 1) = baseLr / finalDivFactor, flat
 * afterwards. With `threePhase` the fall reaches baseLr as fast as it climbed, then goes on to the end. Numbers as
 * PyTorch's OneCycleLR.
 */
export const oneCycle = defineSchedule({
  name: 'one-cycle',
  summary: 'climbs from baseLr to maxLr, then falls far below baseLr, once',
  source:
    'Smith and Topin 2018, arXiv:1708.07120; https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html',
  rates: 'one-cycle',
  params: {
    maxLr: maxLr.describe('learning rate at the peak'),
    baseLr: rateOrZero.optional().describe('learning rate of the first update; maxLr / 25 if left out'),
    finalDivFactor: z.number().min(1).default(1e4).describe('the last learning rate is baseLr divided by this'),
    steps: length.default('100%').describe('length of the cycle'),
    pctStart: z.number().gt(0).lt(1).default(0.3).describe('part of the cycle that climbs'),
    anneal: z
      .enum(Object.keys(ways) as [Way, ...Way[]])
      .default('cosine')
      .describe('form of climb and fall'),
    threePhase: z.boolean().default(false).describe('fall to baseLr as fast as the climb, then to the end'),
  },
  build({ maxLr, baseLr = maxLr / usualDivisor, finalDivFactor, steps, pctStart, anneal, threePhase }, horizon) {
    const n = updates(steps, horizon);
    const peak = pctStart * n - 1;
    const knots: Knot[] = [
      { at: 0, lr: baseLr },
      { at: peak, lr: maxLr },
      ...(threePhase ? [{ at: 2 * pctStart * n - 2, lr: baseLr }] : []),
      { at: n - 1, lr: baseLr / finalDivFactor },
    ];
    return (step) => {
      const t = Math.min(step, n - 1);
      const next = knots.findIndex(({ at }, i) => i > 0 && (t <= at || i === knots.length - 1));
      const [from, to] = [knots[next - 1]!, knots[next]!];
      const part = to.at > from.at ? Math.min(1, (t - from.at) / (to.at - from.at)) : 1;
      return ways[anneal](from.lr, to.lr, part);
    };
  },
});
type Way = keyof typeof ways;
