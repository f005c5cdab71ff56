import { floor, length, maxLr, updates } from './params.js';
import { defineSchedule } from './schedule.js';

/**
 * A fall like one over the root of time.
 *
 *   lr(t) = max(baseLr, maxLr sqrt(n / (n + t)))     n = timescale
 *
 * lr(0) = maxLr, lr(3n) = maxLr / 2.
 */
export const inverseSqrt = defineSchedule({
  name: 'inverse-sqrt',
  summary: 'falls like 1 / sqrt(t)',
  source: 'https://huggingface.co/docs/transformers/main_classes/optimizer_schedules (get_inverse_sqrt_schedule)',
  params: {
    maxLr,
    baseLr: floor.describe('never below'),
    timescale: length.default('10%').describe('how long it takes to fall to 0.71 of maxLr'),
  },
  build({ maxLr, baseLr, timescale }, horizon) {
    const n = updates(timescale, horizon);
    return (step) => Math.max(baseLr, maxLr * Math.sqrt(n / (n + step)));
  },
});
