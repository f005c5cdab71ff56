import { z } from 'zod';
import { boundaries, placesIn } from './boundaries.js';
import { interpolations, through } from './interpolation.js';
import { maxLr } from './params.js';
import { defineSchedule } from './schedule.js';

/**
 * A line through given points.
 *
 *   lr(0) = maxLr factors[0], lr(b_i) = maxLr factors[i + 1], between them along straight lines or half cosines
 *
 * Flat after the last boundary.
 */
export const piecewiseInterpolate = defineSchedule({
  name: 'piecewise-interpolate',
  summary: 'goes from part to part of maxLr in lines or half cosines',
  source:
    'https://optax.readthedocs.io/en/latest/api/optimizer_schedules.html#optax.schedules.piecewise_interpolate_schedule',
  params: {
    maxLr,
    boundaries: boundaries.default(['30%', '100%']).describe('where the pieces meet, in ascending order'),
    factors: z
      .array(z.number().min(0).max(1))
      .min(1)
      .max(1001)
      .default([0.1, 1, 0.01])
      .describe('part of maxLr at the start and at each boundary'),
    interpolate: z.enum(interpolations).default('linear').describe('how it goes from point to point'),
  },
  build({ maxLr, boundaries, factors, interpolate }, horizon) {
    const x = [0, ...placesIn(boundaries, horizon)];
    return through(
      x.map((step, i) => ({ step, value: maxLr * factors[Math.min(i, factors.length - 1)]! })),
      interpolate,
    );
  },
});
