import { describe, expect, it } from 'vitest';
import { buildOptimizer, optimizerConfig, optimizers } from '../../src/optimizers/all.js';
import { advance, start } from './training.js';

const build = (form: object) => buildOptimizer(optimizerConfig.parse(form));
const gradients = [1, -0.5, 2, 0.25, -3, 0.5];
const momenta = [0.95, 0.9, 0.85, 0.85, 0.9, 0.95];
const rates = [0.1, 0.2, 0.3, 0.3, 0.2, 0.1];

/** The weight after each update, starting from 1. */
function path(form: object, momentumAt: (step: number) => number | undefined): number[] {
  const optimizer = build(form);
  let training = start(optimizer, [1]);
  return gradients.map((gradient, k) => {
    training = advance(optimizer, training, [gradient], rates[k]!, momentumAt(k));
    return training.weight[0]!;
  });
}

/** v_k = sum over j <= k of g_j mu_{j+1} ... mu_k, each gradient kept by every later momentum. */
const velocity = (k: number) =>
  gradients
    .slice(0, k + 1)
    .reduce((sum, g, j) => sum + g * momenta.slice(j + 1, k + 1).reduce((product, mu) => product * mu, 1), 0);

const holds = optimizers.map(({ name }) => name).filter((name) => build({ name }).momentum !== undefined);

it('is possible with the optimizers that have one momentum', () => {
  expect(holds).toEqual(['momentum', 'nesterov', 'adam', 'adamw', 'adamax', 'radam', 'lion']);
  expect([build({ name: 'sgd', momentum: 0.8 }).momentum, build({ name: 'rmsprop', momentum: 0.7 }).momentum]).toEqual([
    0.8, 0.7,
  ]);
});

describe.each([...holds.map((name) => ({ name })), { name: 'rmsprop', momentum: 0.9 }, { name: 'sgd', momentum: 0.9 }])(
  '%j',
  (form) => {
    it('is its own momentum where none is given', () =>
      expect(path(form, () => undefined)).toEqual(path(form, () => build(form).momentum)));
    it('is moved elsewhere by another', () =>
      expect(path(form, () => 0.9999)).not.toEqual(path(form, () => undefined)));
    it('is moved by decoupled decay no less', () => {
      const decayed = { ...form, weightDecay: 0.1, decoupled: true };
      expect(path(decayed, () => build(form).momentum)).toEqual(path(decayed, () => undefined));
      expect(path(decayed, () => 0.9999)).not.toEqual(path(decayed, () => undefined));
    });
  },
);

it('gives momentum the closed form of its sum', () => {
  let weight = 1;
  const expected = gradients.map((_, k) => {
    weight -= rates[k]! * velocity(k);
    return weight;
  });
  path({ name: 'momentum' }, (k) => momenta[k]).forEach((w, k) => {
    expect(w).toBeCloseTo(expected[k]!, 5);
  });
});

it('gives nesterov the closed form of its sum', () => {
  let weight = 1;
  const expected = gradients.map((g, k) => {
    weight -= rates[k]! * (g + momenta[k]! * velocity(k));
    return weight;
  });
  path({ name: 'nesterov' }, (k) => momenta[k]).forEach((w, k) => {
    expect(w).toBeCloseTo(expected[k]!, 5);
  });
});

it('gives adam a mean of the gradients so kept, corrected by the present beta1', () => {
  const [beta2, eps] = [0.999, 1e-8];
  let [weight, mean, meanSquare] = [1, 0, 0];
  const expected = gradients.map((g, k) => {
    const beta1 = momenta[k]!;
    mean = beta1 * mean + (1 - beta1) * g;
    meanSquare = beta2 * meanSquare + (1 - beta2) * g * g;
    weight -= (rates[k]! * mean) / (1 - beta1 ** (k + 1)) / (Math.sqrt(meanSquare / (1 - beta2 ** (k + 1))) + eps);
    return weight;
  });
  path({ name: 'adam' }, (k) => momenta[k]).forEach((w, k) => {
    expect(w).toBeCloseTo(expected[k]!, 5);
  });
});
