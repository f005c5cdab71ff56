import { z } from 'zod';
import { cosineBetween } from '../base/numbers.js';
import { exactLength, floor, kDecay, maxLr, updates } from './params.js';
import { defineSchedule } from './schedule.js';

/**
 * Half a cosine.
 *
 *   lr(t) = baseLr + (maxLr - baseLr) (1 + cos(pi p)) / 2     p = (min(t, n) / n) ^ kDecay, n = steps
 *
 * lr(0) = maxLr, lr(n) = baseLr, flat afterwards. `compat: pytorch` goes on along the cosine, up and down again, as
 * CosineAnnealingLR does.
 */
export const cosine = defineSchedule({
  name: 'cosine',
  summary: 'falls along half a cosine from maxLr to baseLr',
  source: 'Loshchilov and Hutter 2017, arXiv:1608.03983, equation 5',
  params: {
    maxLr,
    baseLr: floor.describe('learning rate at the end'),
    steps: exactLength.default('100%').describe('length of the fall'),
    kDecay,
    compat: z.enum(['none', 'pytorch']).default('none').describe('pytorch: rises again after the end'),
  },
  build({ maxLr, baseLr, steps, kDecay, compat }, horizon) {
    const n = updates(steps, horizon);
    if (compat === 'pytorch') return (step) => cosineBetween(maxLr, baseLr, ((step % (2 * n)) / n) ** kDecay);
    return (step) => cosineBetween(maxLr, baseLr, Math.min(step / n, 1) ** kDecay);
  },
});
