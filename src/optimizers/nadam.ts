import { z } from 'zod';
import { defineOptimizer, updateRule } from './define.js';
import { biasCorrection, fromZero, runningMean } from './moments.js';
import { decayRate, epsilon } from './params.js';

/**
 * Adam with Nesterov's momentum, and a momentum that grows to beta1:
 *
 *   mu_t = beta1 (1 - 0.96^(t momentumDecay) / 2)        P_t = mu_1 mu_2 ... mu_t
 *   m, v as in adam
 *   w <- w - lr ((1 - mu_t) / (1 - P_t) g + mu_(t+1) / (1 - P_(t+1)) m) / (sqrt(v / (1 - beta2^t)) + eps)
 *
 * PyTorch has momentumDecay .004; Keras has no such parameter, its formula is the one with 1.
 */
export const nadam = defineOptimizer({
  name: 'nadam',
  summary: "adam with Nesterov's momentum",
  source: 'Dozat 2016, https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ',
  step: 'scaled',
  params: {
    beta1: decayRate(0.9, 'gradient'),
    beta2: decayRate(0.999, 'squared gradient'),
    eps: epsilon(1e-8, 1e-7),
    momentumDecay: z
      .number()
      .min(0)
      .optional()
      .describe("how fast the momentum grows to beta1; if left out: 0.004, with compat 'keras' 1"),
  },
  build({ beta1, beta2, eps, compat, momentumDecay = compat === 'keras' ? 1 : 0.004 }) {
    const momentum = (t: number) => beta1 * (1 - 0.5 * 0.96 ** (t * momentumDecay));
    const productTo = runningProduct(momentum);
    return updateRule({
      slots: { mean: fromZero, meanSquare: fromZero },
      coefficients(lr, t) {
        const root = Math.sqrt(biasCorrection(beta2, t));
        const product = productTo(t);
        const [now, next] = [momentum(t), momentum(t + 1)];
        return {
          gradientRate: (lr * root * (1 - now)) / (1 - product),
          meanRate: (lr * root * next) / (1 - product * next),
          eps: eps * root,
        };
      },
      update(m, { weight, gradient, slots, c }) {
        const mean = runningMean(m, slots.mean, gradient, beta1);
        const meanSquare = runningMean(m, slots.meanSquare, m.square(gradient), beta2);
        const ahead = m.add(m.mul(gradient, c.gradientRate), m.mul(mean, c.meanRate));
        const step = m.div(ahead, m.add(m.sqrt(meanSquare), c.eps));
        return { weight: m.sub(weight, step), slots: { mean, meanSquare } };
      },
    });
  },
});

/**
 * factor(1) factor(2) ... factor(t), always multiplied in this order, so that it has the same bits whatever was asked
 * before; the product that was asked last is kept, so that asking for t = 1, 2, 3, ... is one multiplication each.
 */
function runningProduct(factor: (t: number) => number): (t: number) => number {
  let done = 0;
  let product = 1;
  return (t) => {
    if (t < done) [done, product] = [0, 1];
    while (done < t) product *= factor(++done);
    return product;
  };
}
