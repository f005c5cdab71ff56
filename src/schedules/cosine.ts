import { z } from 'zod';
import { cosineBetween } from '../base/numbers.js';
import { floor, length, maxLr, updates } from './params.js';
import { defineSchedule } from './schedule.js';

/**
 * Half a cosine.
 *
 *   lr(t) = baseLr + (maxLr - baseLr) (1 + cos(pi min(t, n) / n)) / 2     n = steps
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
    steps: length.default('100%').describe('length of the fall'),
    compat: z.enum(['none', 'pytorch']).default('none').describe('pytorch: rises again after the end'),
  },
  build({ maxLr, baseLr, steps, compat }, horizon) {
    const n = updates(steps, horizon);
    if (compat === 'pytorch') return (step) => cosineBetween(maxLr, baseLr, (step % (2 * n)) / n);
    return (step) => cosineBetween(maxLr, baseLr, Math.min(step / n, 1));
  },
});
