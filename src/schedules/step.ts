import { exactLength, factor, floor, maxLr, updates } from './params.js';
import { defineSchedule } from './schedule.js';

/**
 * Stairs of equal length.
 *
 *   lr(t) = max(baseLr, maxLr gamma ^ floor(t / n))     n = stepSize
 *
 * lr(n - 1) = maxLr, lr(n) = gamma maxLr.
 */
export const step = defineSchedule({
  name: 'step',
  summary: 'times gamma after every stepSize',
  source: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html',
  params: {
    maxLr,
    baseLr: floor.describe('never below'),
    stepSize: exactLength.default('30%').describe('length of each stair'),
    gamma: factor.default(0.1).describe('factor from one stair to the next'),
  },
  build({ maxLr, baseLr, stepSize, gamma }, horizon) {
    const n = updates(stepSize, horizon);
    return (step) => Math.max(baseLr, maxLr * gamma ** Math.floor(step / n));
  },
});
