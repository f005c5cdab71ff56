import { z } from 'zod';
import { floor, kDecay, length, maxLr, updates } from './params.js';
import { defineSchedule } from './schedule.js';

/**
 * A fall along a power.
 *
 *   lr(t) = baseLr + (maxLr - baseLr) (1 - p) ^ power     p = (min(t, n) / n) ^ kDecay, n = steps
 *
 * lr(0) = maxLr, lr(n) = baseLr, flat afterwards. With `cycle` nothing ends: once t is past n, the fall begins anew
 * somewhat lower, from n to the next whole multiple: n becomes n max(1, ceil(t / n)).
 */
export const polynomial = defineSchedule({
  name: 'polynomial',
  summary: 'falls along a power from maxLr to baseLr',
  source: 'https://keras.io/api/optimizers/learning_rate_schedules/polynomial_decay/',
  // its mean is a third of its highest rate (power 2): it peaks like one-cycle, and learns little from the best constant rate
  rates: 'one-cycle',
  params: {
    maxLr,
    baseLr: floor.describe('learning rate at the end'),
    steps: length.default('100%').describe('length of the fall'),
    power: z
      .number()
      .positive()
      .max(100)
      .default(2)
      .describe('1: a straight line; above: steep first; below: steep last'),
    kDecay,
    cycle: z
      .boolean()
      .default(false)
      .describe('after the end, rise and fall again in ever longer falls, as TensorFlow'),
  },
  build({ maxLr, baseLr, steps, power, kDecay, cycle }, horizon) {
    const n = updates(steps, horizon);
    return (step) => {
      const whole = cycle ? n * Math.max(1, Math.ceil(step / n)) : n;
      return baseLr + (maxLr - baseLr) * (1 - Math.min(step / whole, 1) ** kDecay) ** power;
    };
  },
});
