import { z } from 'zod';
import { cosineBetween } from '../base/numbers.js';
import { floor, length, maxLr, updates } from './params.js';
import { defineSchedule } from './schedule.js';

/**
 * Constant, then half a cosine.
 *
 *   lr(t) = maxLr while t < f, then baseLr + (maxLr - baseLr) (1 + cos(pi (t - f) / (n - f))) / 2,   f = flat n, n = steps
 *
 * lr(n) = baseLr, flat afterwards. fastai's fit_flat_cos.
 */
export const flatCosine = defineSchedule({
  name: 'flat-cosine',
  summary: 'stays at maxLr, then falls along half a cosine to baseLr',
  source: 'https://docs.fast.ai/callback.schedule.html (fit_flat_cos)',
  rates: 'constant',
  params: {
    maxLr,
    baseLr: floor.describe('learning rate at the end'),
    steps: length.default('100%').describe('length of flat and fall together'),
    flat: z.number().min(0).lt(1).default(0.75).describe('part of the length that is flat'),
  },
  build({ maxLr, baseLr, steps, flat }, horizon) {
    const n = updates(steps, horizon);
    return (step) => cosineBetween(maxLr, baseLr, Math.min(1, Math.max(0, (step / n - flat) / (1 - flat))));
  },
});
