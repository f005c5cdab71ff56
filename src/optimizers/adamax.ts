import { defineOptimizer, updateRule } from './define.js';
import { biasCorrection, fromZero, meanCoefficients, weightedMean } from './moments.js';
import { decayRate, epsilon } from './params.js';

/**
 * Adam with the infinity norm:
 *
 *   m <- beta1 m + (1 - beta1) g
 *   pytorch   u <- max(beta2 u, |g| + eps)     w <- w - lr / (1 - beta1^t) m / u
 *   keras     u <- max(beta2 u, |g|)           w <- w - lr / (1 - beta1^t) m / (u + eps)
 */
export const adamax = defineOptimizer({
  name: 'adamax',
  summary: 'adam with the largest gradient in place of the mean square',
  source: 'Kingma, Ba 2015, arXiv:1412.6980, section 7.1',
  step: 'scaled',
  params: {
    beta1: decayRate(0.9, 'gradient'),
    beta2: decayRate(0.999, 'largest gradient'),
    eps: epsilon(1e-8, 1e-7),
  },
  build({ beta1, beta2, eps, compat }) {
    const epsilonAfter = compat === 'keras';
    return updateRule({
      slots: { mean: fromZero, largest: fromZero },
      momentum: beta1,
      coefficients: (lr, t, decay = beta1) => ({ rate: lr / biasCorrection(decay, t), ...meanCoefficients(decay) }),
      update(m, { weight, gradient, slots, c }) {
        const mean = weightedMean(m, slots.mean, gradient, c);
        const size = m.abs(gradient);
        const largest = m.maximum(m.mul(slots.largest, beta2), epsilonAfter ? size : m.add(size, eps));
        const step = m.mul(m.div(mean, epsilonAfter ? m.add(largest, eps) : largest), c.rate);
        return { weight: m.sub(weight, step), slots: { mean, largest } };
      },
    });
  },
});
