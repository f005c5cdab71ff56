import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildOptimizer, optimizerConfig } from '../../src/optimizers/all.js';
import { advance, start } from './training.js';

const build = (params: object) => buildOptimizer(optimizerConfig.parse({ name: 'ftrl', ...params }));

function weightsAfter(params: object, initial: number, run: readonly (readonly [gradient: number, lr: number])[]) {
  const optimizer = build(params);
  let training = start(optimizer, [initial]);
  return run.map(([gradient, lr]) => {
    training = advance(optimizer, training, [gradient], lr);
    return training.weight[0]!;
  });
}

interface Penalties {
  readonly beta: number;
  readonly l1: number;
  readonly l2: number;
}

/** Algorithm 1 as printed in the paper, in double precision, with sigma = 1 / eta now - 1 / eta before. */
function asPrinted({ beta, l1, l2 }: Penalties, initial: number, run: readonly (readonly [number, number])[]) {
  let n = 0.1;
  let weight = initial;
  let inverseEta = (beta + Math.sqrt(n)) / run[0]![1];
  let z = -weight * inverseEta; // the center of the first proximal term is the initial weight
  return run.map(([g, lr]) => {
    n += g * g;
    const sigma = (beta + Math.sqrt(n)) / lr - inverseEta;
    inverseEta += sigma;
    z += g - sigma * weight;
    weight = Math.abs(z) <= l1 ? 0 : (Math.sign(z) * l1 - z) / (inverseEta + 2 * l2);
    return weight;
  });
}

const gradients = fc.double({ min: -3, max: 3, noNaN: true });
const rates = fc.double({ min: 1e-3, max: 1, noNaN: true });
const runs = fc.array(fc.tuple(gradients, rates), { minLength: 1, maxLength: 30 });
const penalties = fc.record({
  beta: fc.constantFrom(0, 1),
  l1: fc.constantFrom(0, 0.5),
  l2: fc.constantFrom(0, 0.3),
});

it('is the algorithm of the paper, under any schedule', () => {
  fc.assert(
    fc.property(penalties, fc.constantFrom(-1, 0, 0.5), runs, (params, initial, run) => {
      const printed = asPrinted(params, initial, run);
      const scale = Math.max(1, ...printed.map(Math.abs));
      // 3e-4: z is rounded to single precision at up to 1 / lr = 1000 times the weight, and decides what becomes 0.
      for (const [k, weight] of weightsAfter(params, initial, run).entries()) {
        expect(Math.abs(weight - printed[k]!)).toBeLessThanOrEqual(3e-4 * scale);
      }
    }),
    { numRuns: 300 },
  );
});

it('without penalties is adagrad', () => {
  fc.assert(
    fc.property(runs, (run) => {
      const adagrad = buildOptimizer(optimizerConfig.parse({ name: 'adagrad', initialAccumulator: 0.1, eps: 1e-30 }));
      let training = start(adagrad, [0.5]);
      for (const [k, weight] of weightsAfter({}, 0.5, run).entries()) {
        training = advance(adagrad, training, [run[k]![0]], run[k]![1]);
        expect(weight).toBeCloseTo(training.weight[0]!, 4);
      }
    }),
  );
});

it('makes weights exactly 0 by l1, and lets them go where the gradients outweigh it', () => {
  const weak = Array.from({ length: 5 }, () => [0.1, 0.1] as const);
  expect(weightsAfter({ l1: 1 }, 0.3, weak)).toEqual([0, 0, 0, 0, 0]);
  expect(weightsAfter({ l1: 1 }, 0.3, [...weak, [-5, 0.1]]).at(-1)).toBeGreaterThan(0.05);
});

it('does not scale the weights with the learning rate, as the form of Keras does', () => {
  const sweep = [0.001, 0.01, 0.1, 1].map((lr, k) => [k === 0 ? 1 : 0, lr] as const);
  const [first, ...others] = weightsAfter({}, 1, sweep);
  for (const weight of others) expect(weight).toBeCloseTo(first!, 6);
  const keras = weightsAfter({ compat: 'keras' }, 1, sweep);
  expect(keras[3]! / keras[0]!).toBeCloseTo(1000, 1);
});

it('fails at lr 0 in the form of Keras, for all to see', () => {
  expect(
    weightsAfter({ compat: 'keras' }, 1, [
      [1, 0.1],
      [1, 0],
    ])[1],
  ).toBeNaN();
});

it('refuses to start with nothing to divide by', () => {
  const { error } = optimizerConfig.safeParse({ name: 'ftrl', initialAccumulator: 0 });
  expect(error?.issues[0]).toMatchObject({ path: ['initialAccumulator'] });
  expect(optimizerConfig.safeParse({ name: 'ftrl', initialAccumulator: 0, beta: 1 }).success).toBe(true);
});
