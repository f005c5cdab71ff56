import { z } from 'zod';
import { floor, length, maxLr, rate, updates } from './params.js';
import { defineSchedule } from './schedule.js';

/**
 * A hyperbola.
 *
 *   lr(t) = max(baseLr, maxLr / (1 + decayRate t / n))     n = decaySteps; staircase: floor(t / n)
 *
 * lr(0) = maxLr, lr(n) = maxLr / (1 + decayRate).
 */
export const inverseTime = defineSchedule({
  name: 'inverse-time',
  summary: 'falls like 1 / (1 + decayRate t)',
  source: 'https://keras.io/api/optimizers/learning_rate_schedules/inverse_time_decay/',
  params: {
    maxLr,
    baseLr: floor.describe('never below'),
    decayRate: rate.default(0.5).describe('decay per decaySteps'),
    decaySteps: length.default('1ep').describe('length that decayRate belongs to'),
    staircase: z.boolean().default(false).describe('falls at once at the end of each length'),
  },
  build({ maxLr, baseLr, decayRate, decaySteps, staircase }, horizon) {
    const n = updates(decaySteps, horizon);
    return (step) => Math.max(baseLr, maxLr / (1 + decayRate * (staircase ? Math.floor(step / n) : step / n)));
  },
});
