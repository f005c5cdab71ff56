import { defineOptimizer, updateRule } from './define.js';
import { fromZero, runningMean } from './moments.js';
import { decayRate, epsilon } from './params.js';

/**
 *   v <- rho v + (1 - rho) g^2
 *   d = sqrt(x + eps) / sqrt(v + eps) g        x <- rho x + (1 - rho) d^2        w <- w - lr d
 *
 * The same in PyTorch and Keras; rho is .95 by default in Keras. The paper has lr 1.
 */
export const adadelta = defineOptimizer({
  name: 'adadelta',
  summary: 'steps as large as the steps before, in the units of the weights',
  source: 'Zeiler 2012, arXiv:1212.5701',
  params: { rho: decayRate(0.9, 'squared gradient and step'), eps: epsilon(1e-6, 1e-7) },
  build: ({ rho, eps }) =>
    updateRule({
      slots: { meanSquare: fromZero, meanSquareStep: fromZero },
      coefficients: (lr) => ({ lr }),
      update(m, { weight, gradient, slots, c }) {
        const meanSquare = runningMean(m, slots.meanSquare, m.square(gradient), rho);
        const ratio = m.div(m.sqrt(m.add(slots.meanSquareStep, eps)), m.sqrt(m.add(meanSquare, eps)));
        const step = m.mul(gradient, ratio);
        const meanSquareStep = runningMean(m, slots.meanSquareStep, m.square(step), rho);
        return { weight: m.sub(weight, m.mul(step, c.lr)), slots: { meanSquare, meanSquareStep } };
      },
    }),
});
