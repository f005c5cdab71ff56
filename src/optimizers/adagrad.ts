import { z } from 'zod';
import { defineOptimizer, updateRule } from './define.js';
import { rootWithEpsilon } from './moments.js';
import { epsilon, startOfSum } from './params.js';

/**
 *   s <- s + g^2
 *   pytorch   w <- w - lr / (1 + (t - 1) lrDecay) g / (sqrt(s) + eps)
 *   keras     w <- w - lr g / sqrt(s + eps)
 */
export const adagrad = defineOptimizer({
  name: 'adagrad',
  summary: 'gradients divided by the root of the sum of their squares so far',
  source: 'Duchi et al. 2011, https://jmlr.org/papers/v12/duchi11a.html',
  params: {
    initialAccumulator: startOfSum(0, 0.1),
    eps: epsilon(1e-10, 1e-7),
    lrDecay: z.number().min(0).default(0).describe('divides the learning rate by 1 + lrDecay (t - 1), t from 1'),
  },
  refusals: [
    {
      when: (p) => p.lrDecay > 0 && p.compat === 'keras',
      at: 'lrDecay',
      error: "Keras has no lrDecay: leave it out (a schedule does the same), or choose compat 'pytorch'",
    },
  ],
  build: ({ initialAccumulator, eps, lrDecay, compat }) =>
    updateRule({
      slots: { sum: { initial: initialAccumulator } },
      coefficients: (lr, t) => ({ rate: lr / (1 + (t - 1) * lrDecay) }),
      update(m, { weight, gradient, slots, c }) {
        const sum = m.add(slots.sum, m.square(gradient));
        const step = m.mul(m.div(gradient, rootWithEpsilon(m, sum, eps, compat)), c.rate);
        return { weight: m.sub(weight, step), slots: { sum } };
      },
    }),
});
