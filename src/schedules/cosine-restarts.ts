import { z } from 'zod';
import { cosineBetween } from '../base/numbers.js';
import { updatesIn } from '../base/units.js';
import { cycleAt } from './cycles.js';
import { factor, floor, length, maxLr, updates } from './params.js';
import { defineSchedule } from './schedule.js';

/** Without `firstCycle`, so many cycles fill the run. */
const cyclesOfRun = 3;

/**
 * Cosine falls, one after another (SGDR).
 *
 *   lr(t) = baseLr + (p - baseLr) (1 + cos(pi c / n_i)) / 2,   p = max(baseLr, maxLr mMul^i cutFactor^k)
 *
 * i = restarts so far, c = updates since the last one, n_i = firstCycle tMul^i, k = cuts so far. lr = p at each restart;
 * baseLr is approached, never reached. Never ends.
 */
export const cosineRestarts = defineSchedule({
  name: 'cosine-restarts',
  summary: 'falls along cosines, jumping back up after each (SGDR)',
  source: 'Loshchilov and Hutter 2017, arXiv:1608.03983',
  params: {
    maxLr,
    baseLr: floor.describe('learning rate that each fall ends at'),
    firstCycle: length.optional().describe('length of the first fall; left out: three falls fill the run'),
    tMul: z.number().min(1).max(100).default(2).describe('each fall is so many times as long as the one before'),
    mMul: factor.default(1).describe('each peak is so many times as high as the one before'),
    cuts: z.array(length).max(1000).default([]).describe('where all further rates are multiplied by cutFactor'),
    cutFactor: factor.default(0.1).describe('what each cut multiplies the rates by'),
  },
  build({ maxLr, baseLr, firstCycle, tMul, mMul, cuts, cutFactor }, horizon) {
    const share = 1 + tMul + tMul ** (cyclesOfRun - 1);
    const first = firstCycle === undefined ? Math.max(1, horizon.totalSteps / share) : updates(firstCycle, horizon);
    const cutsAt = cuts.map((cut) => updatesIn(cut, horizon));
    return (step) => {
      const { index, since, size } = cycleAt(step, first, tMul);
      const done = cutsAt.filter((cut) => step >= cut).length;
      const peak = Math.max(baseLr, maxLr * mMul ** index * cutFactor ** done);
      return cosineBetween(peak, baseLr, since / size);
    };
  },
});
