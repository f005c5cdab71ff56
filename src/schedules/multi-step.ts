import { boundaries, boundaryCompat, passed } from './boundaries.js';
import { factor, floor, maxLr } from './params.js';
import { defineSchedule } from './schedule.js';

/**
 * Stairs at given places.
 *
 *   lr(t) = max(baseLr, maxLr gamma ^ #{milestones m: t >= m})
 *
 * Update number m is the first with the lower rate. A milestone given twice counts twice.
 */
export const multiStep = defineSchedule({
  name: 'multi-step',
  summary: 'times gamma at each milestone',
  source: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.MultiStepLR.html',
  params: {
    maxLr,
    baseLr: floor.describe('never below'),
    milestones: boundaries.default(['50%', '75%']).describe('where the rate falls, in ascending order'),
    gamma: factor.default(0.1).describe('factor at each milestone'),
    compat: boundaryCompat,
  },
  build({ maxLr, baseLr, milestones, gamma, compat }, horizon) {
    const done = passed(milestones, horizon, compat);
    return (step) => Math.max(baseLr, maxLr * gamma ** done(step));
  },
});
