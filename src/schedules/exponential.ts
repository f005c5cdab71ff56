import { z } from 'zod';
import { factor, floor, length, maxLr, updates } from './params.js';
import { defineSchedule } from './schedule.js';

/**
 * A fall in equal ratios.
 *
 *   lr(t) = max(baseLr, maxLr gamma ^ (t / n))     n = decaySteps; staircase: floor(t / n)
 *
 * lr(0) = maxLr, lr(n) = gamma maxLr. PyTorch's ExponentialLR, stepped each epoch, is decaySteps "1ep" with staircase.
 */
export const exponential = defineSchedule({
  name: 'exponential',
  summary: 'falls in equal ratios: times gamma every decaySteps',
  source: 'https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay/',
  params: {
    maxLr,
    baseLr: floor.describe('never below'),
    gamma: factor.default(0.8).describe('factor per decaySteps'),
    decaySteps: length.default('1ep').describe('length that gamma belongs to'),
    staircase: z.boolean().default(false).describe('falls at once at the end of each length'),
  },
  build({ maxLr, baseLr, gamma, decaySteps, staircase }, horizon) {
    const n = updates(decaySteps, horizon);
    return (step) => Math.max(baseLr, maxLr * gamma ** (staircase ? Math.floor(step / n) : step / n));
  },
});
