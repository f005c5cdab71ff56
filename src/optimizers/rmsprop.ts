import { z } from 'zod';
import { defineOptimizer } from './define.js';
import { heavyBall } from './heavy-ball.js';
import { fromZero, rootWithEpsilon, runningMean } from './moments.js';
import { decayRate, epsilon, momentumFactor } from './params.js';

/**
 * Gradient descent, with or without momentum (`heavyBall`), on gradients divided by their running root mean square:
 *
 *   v <- alpha v + (1 - alpha) g^2
 *   pytorch   descend along g / (sqrt(v) + eps)
 *   keras     descend along g / sqrt(v + eps), with lr inside of the velocity; alpha is its "rho", .9 by default
 *
 * Centered: v - mean(g)^2, a variance, stands for v in the root. Rounding can make it negative where the gradient
 * hardly changes; it is cut at 0 (PyTorch takes the root and gets NaN).
 */
export const rmsprop = defineOptimizer({
  name: 'rmsprop',
  summary: 'gradients divided by their running root mean square',
  source: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.RMSprop.html',
  step: 'scaled',
  params: {
    alpha: decayRate(0.99, 'squared gradient'),
    eps: epsilon(1e-8, 1e-7),
    momentum: momentumFactor(0),
    centered: z.boolean().default(false).describe('divide by the standard deviation (arXiv:1308.0850)'),
  },
  build({ alpha, eps, momentum, centered, compat }) {
    const descent = heavyBall({ momentum, dampening: 0, nesterov: false, compat });
    return {
      slots: { meanSquare: fromZero, ...(centered && { mean: fromZero }), ...descent.slots },
      momentum: descent.momentum,
      coefficients: descent.coefficients,
      update(m, { weight, gradient, slots, c }) {
        const meanSquare = runningMean(m, slots['meanSquare']!, m.square(gradient), alpha);
        const own = { meanSquare, ...(centered && { mean: runningMean(m, slots['mean']!, gradient, alpha) }) };
        const spread = own.mean === undefined ? meanSquare : m.maximum(m.sub(meanSquare, m.square(own.mean)), 0);
        const normalized = m.div(gradient, rootWithEpsilon(m, spread, eps, compat));
        const descended = descent.update(m, { weight, gradient: normalized, slots, c });
        return { weight: descended.weight, slots: { ...own, ...descended.slots } };
      },
    };
  },
});
