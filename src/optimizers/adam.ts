import { z } from 'zod';
import { defineOptimizer, updateRule } from './define.js';
import { biasCorrection, fromZero, meanCoefficients, runningMean, weightedMean } from './moments.js';
import type { UpdateRule } from './optimizer.js';
import { type Compat, decayRate, epsilon } from './params.js';

export interface Adam {
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly amsgrad: boolean;
  readonly compat: Compat;
}

export const adamParams = {
  beta1: decayRate(0.9, 'gradient'),
  beta2: decayRate(0.999, 'squared gradient'),
  eps: epsilon(1e-8, 1e-7),
  amsgrad: z.boolean().default(false).describe('divide by the largest mean square so far (arXiv:1904.09237)'),
};

/**
 *   m <- beta1 m + (1 - beta1) g        v <- beta2 v + (1 - beta2) g^2        b_i = 1 - beta_i^t
 *
 *   pytorch   w <- w - lr (m / b1) / (sqrt(v / b2) + eps)          the paper's algorithm 1
 *   keras     w <- w - lr (sqrt(b2) / b1) m / (sqrt(v) + eps)          its "epsilon hat": counts for more at first
 *
 * The first is computed as the second, with eps sqrt(b2). With amsgrad the largest v so far stands for v. Where beta1 changes
 * from update to update, b1 is that of the present one, as in PyTorch.
 */
export function adamRule({ beta1, beta2, eps, amsgrad, compat }: Adam): UpdateRule {
  return updateRule({
    slots: { mean: fromZero, meanSquare: fromZero, ...(amsgrad && { largest: fromZero }) },
    momentum: beta1,
    coefficients(lr, t, decay = beta1) {
      const root = Math.sqrt(biasCorrection(beta2, t));
      const rate = (lr * root) / biasCorrection(decay, t);
      return { rate, eps: compat === 'keras' ? eps : eps * root, ...meanCoefficients(decay) };
    },
    update(m, { weight, gradient, slots, c }) {
      const mean = weightedMean(m, slots.mean, gradient, c);
      const meanSquare = runningMean(m, slots.meanSquare, m.square(gradient), beta2);
      const largest = amsgrad ? m.maximum(slots.largest, meanSquare) : meanSquare;
      const step = m.mul(m.div(mean, m.add(m.sqrt(largest), c.eps)), c.rate);
      return { weight: m.sub(weight, step), slots: { mean, meanSquare, ...(amsgrad && { largest }) } };
    },
  });
}

/** Adam (formulas: `adamRule`). */
export const adam = defineOptimizer({
  name: 'adam',
  summary: 'steps of about lr per weight, whatever the size of its gradient',
  source: 'Kingma, Ba 2015, arXiv:1412.6980; https://docs.pytorch.org/docs/stable/generated/torch.optim.Adam.html',
  step: 'scaled',
  params: adamParams,
  build: adamRule,
});
