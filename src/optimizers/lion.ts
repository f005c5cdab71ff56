import { defineOptimizer, updateRule } from './define.js';
import { fromZero, meanCoefficients, runningMean, weightedMean } from './moments.js';
import { decayRate } from './params.js';

/**
 *   w <- w - lr sign(beta1 m + (1 - beta1) g)        m <- beta2 m + (1 - beta2) g
 *
 * Every weight moves by lr, so that good rates are 3 to 10 times smaller than those of adamw (the paper, section 5).
 */
export const lion = defineOptimizer({
  name: 'lion',
  summary: 'steps of exactly lr per weight, by the sign of a running mean',
  source: 'Chen et al. 2023, arXiv:2302.06675',
  step: 'sign',
  params: { beta1: decayRate(0.9, 'gradient, for the step'), beta2: decayRate(0.99, 'gradient, for the memory') },
  decay: { weightDecay: 0, decoupled: true },
  build: ({ beta1, beta2 }) =>
    updateRule({
      slots: { mean: fromZero },
      momentum: beta1,
      coefficients: (lr, _, decay = beta1) => ({ lr, ...meanCoefficients(decay) }),
      update(m, { weight, gradient, slots, c }) {
        const direction = m.sign(weightedMean(m, slots.mean, gradient, c));
        const mean = runningMean(m, slots.mean, gradient, beta2);
        return { weight: m.sub(weight, m.mul(direction, c.lr)), slots: { mean } };
      },
    }),
});
