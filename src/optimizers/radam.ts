import { defineOptimizer, updateRule } from './define.js';
import { biasCorrection, fromZero, meanCoefficients, runningMean, weightedMean } from './moments.js';
import { decayRate, epsilon } from './params.js';

/**
 * Adam that trusts its mean square only as far as its variance can be known, instead of a warm-up:
 *
 *   b_i = 1 - beta_i^t        rho_inf = 2 / (1 - beta2) - 1        rho = rho_inf - 2 t beta2^t / b2
 *   r = sqrt((rho - 4) (rho - 2) rho_inf / ((rho_inf - 4) (rho_inf - 2) rho))
 *   w <- w - lr (m / b1) r sqrt(b2) / (sqrt(v) + eps)   where rho > 5        w <- w - lr m / b1   before
 *
 * PyTorch's formula; Keras has none.
 */
export const radam = defineOptimizer({
  name: 'radam',
  summary: 'adam that warms up by itself',
  source: 'Liu et al. 2020, arXiv:1908.03265; https://docs.pytorch.org/docs/stable/generated/torch.optim.RAdam.html',
  step: 'scaled',
  params: {
    beta1: decayRate(0.9, 'gradient'),
    beta2: decayRate(0.999, 'squared gradient'),
    eps: epsilon(1e-8, 1e-7),
  },
  build({ beta1, beta2, eps }) {
    const longest = 2 / (1 - beta2) - 1;
    return updateRule({
      slots: { mean: fromZero, meanSquare: fromZero },
      momentum: beta1,
      coefficients(lr, t, decay = beta1) {
        const rate = lr / biasCorrection(decay, t);
        const mean = meanCoefficients(decay);
        const correction = biasCorrection(beta2, t);
        const length = longest - (2 * t * beta2 ** t) / correction;
        if (length <= 5) return { plainRate: rate, adaptiveRate: 0, ...mean };
        const rectified = ((length - 4) * (length - 2) * longest) / ((longest - 4) * (longest - 2) * length);
        return { plainRate: 0, adaptiveRate: rate * Math.sqrt(rectified * correction), ...mean };
      },
      // Both branches are always computed and one rate is 0: the update itself must not depend on the count.
      update(m, { weight, gradient, slots, c }) {
        const mean = weightedMean(m, slots.mean, gradient, c);
        const meanSquare = runningMean(m, slots.meanSquare, m.square(gradient), beta2);
        const rate = m.add(m.div(c.adaptiveRate, m.add(m.sqrt(meanSquare), eps)), c.plainRate);
        return { weight: m.sub(weight, m.mul(mean, rate)), slots: { mean, meanSquare } };
      },
    });
  },
});
