import { linearBetween } from '../base/numbers.js';
import { floor, length, maxLr, updates } from './params.js';
import { defineSchedule } from './schedule.js';

/**
 * A straight fall.
 *
 *   lr(t) = maxLr + (baseLr - maxLr) min(t, n) / n     n = steps
 *
 * lr(0) = maxLr, lr(n) = baseLr, flat afterwards. The last update of a run of n updates still learns: lr(n - 1) is above
 * baseLr.
 */
export const linear = defineSchedule({
  name: 'linear',
  summary: 'falls in a straight line from maxLr to baseLr',
  source: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LinearLR.html',
  params: {
    maxLr,
    baseLr: floor.describe('learning rate at the end'),
    steps: length.default('100%').describe('length of the fall'),
  },
  build({ maxLr, baseLr, steps }, horizon) {
    const n = updates(steps, horizon);
    return (step) => linearBetween(maxLr, baseLr, step / n);
  },
});
