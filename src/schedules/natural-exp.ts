import { z } from 'zod';
import { floor, length, maxLr, rate, updates } from './params.js';
import { defineSchedule } from './schedule.js';

/**
 * A fall in equal ratios, given as a rate.
 *
 *   lr(t) = max(baseLr, maxLr exp(-decayRate t / n))     n = decaySteps; staircase: floor(t / n)
 *
 * lr(0) = maxLr, lr(n) = maxLr / e^decayRate.
 */
export const naturalExp = defineSchedule({
  name: 'natural-exp',
  summary: 'falls by e^-decayRate every decaySteps',
  source: 'https://www.tensorflow.org/api_docs/python/tf/compat/v1/train/natural_exp_decay',
  params: {
    maxLr,
    baseLr: floor.describe('never below'),
    decayRate: rate.default(0.2).describe('decay per decaySteps'),
    decaySteps: length.default('1ep').describe('length that decayRate belongs to'),
    staircase: z.boolean().default(false).describe('falls at once at the end of each length'),
  },
  build({ maxLr, baseLr, decayRate, decaySteps, staircase }, horizon) {
    const n = updates(decaySteps, horizon);
    return (step) => Math.max(baseLr, maxLr * Math.exp(-decayRate * (staircase ? Math.floor(step / n) : step / n)));
  },
});
