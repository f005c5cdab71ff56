import { z } from 'zod';
import { linearBetween } from '../base/numbers.js';
import { updatesIn } from '../base/units.js';
import { chain } from './combine.js';
import { decayShapes, shapes } from './decay-shapes.js';
import { floor, length, lengthOrZero, maxLr, updates } from './params.js';
import { defineSchedule } from './schedule.js';

/**
 * A climb, a plateau and a fall at the very end.
 *
 *   straight from maxLr / (w + 1) to maxLr over w = warmupSteps updates; maxLr; to baseLr over d = decaySteps, the last
 *   ones of the run
 *
 * lr(0) = maxLr / (w + 1), lr(w) = maxLr, lr(n - d) = maxLr, lr(n) = baseLr with n the updates of the run; flat after.
 */
export const warmupStableDecay = defineSchedule({
  name: 'warmup-stable-decay',
  summary: 'climbs, stays at maxLr, and falls to baseLr at the end of the run',
  source: 'Hu et al. 2024, arXiv:2404.06395',
  params: {
    maxLr,
    baseLr: floor.describe('learning rate at the end'),
    warmupSteps: lengthOrZero.default('5%').describe('length of the climb'),
    decaySteps: length.default('20%').describe('length of the fall'),
    decay: z.enum(decayShapes).default('linear').describe('form of the fall'),
  },
  build({ maxLr, baseLr, warmupSteps, decaySteps, decay }, horizon) {
    const climb = updatesIn(warmupSteps, horizon);
    const fall = updates(decaySteps, horizon);
    return chain([
      { schedule: (step) => linearBetween(maxLr / (climb + 1), maxLr, step / climb), steps: climb },
      { schedule: () => maxLr, steps: Math.max(0, horizon.totalSteps - climb - fall) },
      {
        schedule: (step) => baseLr + (maxLr - baseLr) * shapes[decay](Math.min(step / fall, 1)),
        steps: Number.POSITIVE_INFINITY,
      },
    ]);
  },
});
