import { z } from 'zod';
import { boundaries, boundaryCompat, passed } from './boundaries.js';
import { factor, maxLr } from './params.js';
import { defineSchedule } from './schedule.js';

/**
 * A rate for each piece of the run.
 *
 *   lr(t) = maxLr factors[#{boundaries b: t >= b}]
 *
 * Update number b is the first of the next piece; with `compat: keras` the last of the one before. Where the factors
 * are fewer than the pieces, the last one goes on.
 */
export const piecewiseConstant = defineSchedule({
  name: 'piecewise-constant',
  summary: 'maxLr times a factor for each piece of the run',
  source: 'https://keras.io/api/optimizers/learning_rate_schedules/piecewise_constant_decay/',
  params: {
    maxLr,
    boundaries: boundaries.default(['50%', '75%']).describe('where the pieces meet, in ascending order'),
    factors: z
      .array(factor)
      .min(1)
      .max(1001)
      .default([1, 0.1, 0.01])
      .describe('part of maxLr in each piece, one more than boundaries'),
    compat: boundaryCompat,
  },
  build({ maxLr, boundaries, factors, compat }, horizon) {
    const done = passed(boundaries, horizon, compat);
    return (step) => maxLr * factors[Math.min(done(step), factors.length - 1)]!;
  },
});
