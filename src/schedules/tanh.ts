import { z } from 'zod';
import { floor, length, maxLr, updates } from './params.js';
import { defineSchedule } from './schedule.js';

/**
 * A fall along a hyperbolic tangent: flat, steep, flat.
 *
 *   lr(t) = baseLr + (maxLr - baseLr) (1 - tanh(lower + (upper - lower) min(t, n) / n)) / 2     n = steps
 *
 * lr(0) and lr(n) are maxLr and baseLr but for the tails of the tangent: with upper 3 it ends 0.25 % of the way above
 * baseLr. Flat afterwards; with `compat: timm` at baseLr, a small jump.
 */
export const tanh = defineSchedule({
  name: 'tanh',
  summary: 'falls along a hyperbolic tangent from maxLr to baseLr',
  source: 'Hsueh et al. 2019, arXiv:1806.01593; https://timm.fast.ai/tanh',
  params: {
    maxLr,
    baseLr: floor.describe('learning rate at the end'),
    steps: length.default('100%').describe('length of the fall'),
    lower: z.number().negative().default(-7).describe('argument of the tangent at the start'),
    upper: z.number().positive().default(3).describe('argument of the tangent at the end'),
    compat: z.enum(['none', 'timm']).default('none').describe('timm: jumps to baseLr at the end'),
  },
  build({ maxLr, baseLr, steps, lower, upper, compat }, horizon) {
    const n = updates(steps, horizon);
    return (step) => {
      if (compat === 'timm' && step >= n) return baseLr;
      const part = Math.min(step / n, 1);
      return baseLr + ((maxLr - baseLr) * (1 - Math.tanh(lower * (1 - part) + upper * part))) / 2;
    };
  },
});
