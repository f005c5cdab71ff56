import { linearBetween, partOf } from '../base/numbers.js';
import { rate, rateOrZero } from './params.js';
import { defineSchedule } from './schedule.js';

/**
 * Linear sweep of a learning rate range test: equal steps from one update to the next.
 *
 *   lr(t) = startLr + (endLr - startLr) t / (n - 1)     n = updates of the run
 *
 * lr(0) = startLr and lr(n - 1) = endLr, both exactly; endLr past the end; startLr alone where n = 1. startLr may be 0,
 * as in Smith's own tests.
 */
export const sweepLinear = defineSchedule({
  name: 'sweep-linear',
  summary: 'from startLr to endLr in equal steps, over the whole run',
  source: 'Smith 2017, arXiv:1506.01186, section 3.3',
  params: {
    startLr: rateOrZero.describe('learning rate of the first update'),
    endLr: rate.describe('learning rate of the last update'),
  },
  example: { startLr: 0, endLr: 3 },
  build:
    ({ startLr, endLr }, { totalSteps }) =>
    (step) =>
      linearBetween(startLr, endLr, partOf(step, totalSteps)),
});
