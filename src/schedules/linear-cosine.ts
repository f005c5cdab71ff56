import { z } from 'zod';
import { length, maxLr, updates } from './params.js';
import { defineSchedule } from './schedule.js';

/**
 * A cosine under a straight line.
 *
 *   lr(t) = maxLr ((alpha + 1 - p) (1 + cos(2 pi numPeriods p)) / 2 + beta),   p = min(t, n) / n,  n = steps
 *
 * lr(0) = maxLr (1 + alpha + beta), a little above maxLr; flat from n on.
 */
export const linearCosine = defineSchedule({
  name: 'linear-cosine',
  summary: 'falls along a cosine times a straight line',
  source:
    'Bello et al. 2017, arXiv:1709.07417; https://www.tensorflow.org/api_docs/python/tf/compat/v1/train/linear_cosine_decay',
  params: {
    maxLr,
    steps: length.default('100%').describe('length of the fall'),
    numPeriods: z.number().positive().max(1000).default(0.5).describe('periods of the cosine'),
    alpha: z.number().min(0).default(0).describe('added to the straight line'),
    beta: z.number().min(0).default(0.001).describe('added in the end, as part of maxLr'),
  },
  build({ maxLr, steps, numPeriods, alpha, beta }, horizon) {
    const n = updates(steps, horizon);
    return (step) => {
      const part = Math.min(step / n, 1);
      return maxLr * (((alpha + 1 - part) * (1 + Math.cos(2 * Math.PI * numPeriods * part))) / 2 + beta);
    };
  },
});
