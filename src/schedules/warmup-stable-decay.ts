import { z } from 'zod';
import { updatesIn } from '../base/units.js';
import { chain, warmupShapes, withWarmup } from './combine.js';
import { decayShapes, shapes } from './decay-shapes.js';
import { floor, length, lengthOrZero, maxLr, rateOrZero, updates } from './params.js';
import { defineSchedule } from './schedule.js';

/**
 * A climb, a plateau and a fall at the very end.
 *
 *   from startLr to maxLr over w = warmupSteps updates; maxLr; to baseLr over d = decaySteps, the last
 *   ones of the run
 *
 * lr(0) = startLr, maxLr / (w + 1) if left out; lr(w) = maxLr, lr(n - d) = maxLr, lr(n) = baseLr with n the updates of the run; flat after.
 */
export const warmupStableDecay = defineSchedule({
  name: 'warmup-stable-decay',
  summary: 'climbs, stays at maxLr, and falls to baseLr at the end of the run',
  source: 'Hu et al. 2024, arXiv:2404.06395',
  rates: 'constant',
  params: {
    maxLr,
    baseLr: floor.describe('learning rate at the end'),
    warmupSteps: lengthOrZero.default('5%').describe('length of the climb'),
    warmup: z.enum(warmupShapes).default('linear').describe('form of the climb'),
    startLr: rateOrZero.optional().describe('learning rate of the first update; maxLr / (warmupSteps + 1) if left out'),
    decaySteps: length.default('20%').describe('length of the fall'),
    decay: z.enum(decayShapes).default('linear').describe('form of the fall'),
  },
  build({ maxLr, baseLr, warmupSteps, warmup, startLr, decaySteps, decay }, horizon) {
    const climb = updatesIn(warmupSteps, horizon);
    const fall = updates(decaySteps, horizon);
    const stableAndDecay = chain([
      { schedule: () => maxLr, steps: Math.max(0, horizon.totalSteps - climb - fall) },
      {
        schedule: (step) => baseLr + (maxLr - baseLr) * shapes[decay](Math.min(step / fall, 1)),
        steps: Number.POSITIVE_INFINITY,
      },
    ]);
    return withWarmup(stableAndDecay, climb, { to: maxLr, from: startLr, shape: warmup });
  },
});
