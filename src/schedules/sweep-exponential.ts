import { geometricBetween, partOf } from '../base/numbers.js';
import { rate } from './params.js';
import { defineSchedule } from './schedule.js';

/**
 * Exponential sweep of a learning rate range test: equal ratios from one update to the next.
 *
 *   lr(t) = startLr (endLr / startLr) ^ (t / (n - 1))     n = updates of the run
 *
 * lr(0) = startLr and lr(n - 1) = endLr, both exactly; endLr past the end; startLr alone where n = 1.
 */
export const sweepExponential = defineSchedule({
  name: 'sweep-exponential',
  summary: 'from startLr to endLr in equal ratios, over the whole run',
  source: 'https://github.com/davidtvs/pytorch-lr-finder (step_mode "exp"); Smith 2017, arXiv:1506.01186, section 3.3',
  params: {
    startLr: rate.describe('learning rate of the first update'),
    endLr: rate.describe('learning rate of the last update'),
  },
  example: { startLr: 1e-7, endLr: 10 },
  build:
    ({ startLr, endLr }, { totalSteps }) =>
    (step) =>
      geometricBetween(startLr, endLr, partOf(step, totalSteps)),
});
