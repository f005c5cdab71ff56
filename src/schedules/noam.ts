import { length, maxLr, updates } from './params.js';
import { defineSchedule } from './schedule.js';

/**
 * The schedule of the first transformer: a straight climb, then a fall like one over the root of time.
 *
 *   lr(t) = maxLr min(s / w, sqrt(w / s)),   s = t + 1, w = warmupSteps
 *
 * lr(0) = maxLr / w, lr(w - 1) = maxLr. In the paper's terms maxLr = factor (d_model w)^-0.5.
 */
export const noam = defineSchedule({
  name: 'noam',
  summary: 'climbs in a straight line, then falls like 1 / sqrt(t)',
  source: 'Vaswani et al. 2017, arXiv:1706.03762, equation 3',
  params: { maxLr, warmupSteps: length.default('10%').describe('length of the climb') },
  build({ maxLr, warmupSteps }, horizon) {
    const w = updates(warmupSteps, horizon);
    return (step) => maxLr * Math.min((step + 1) / w, Math.sqrt(w / (step + 1)));
  },
});
