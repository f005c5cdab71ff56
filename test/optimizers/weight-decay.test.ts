import { describe, expect, it } from 'vitest';
import { buildOptimizer, optimizerConfig, optimizerNames } from '../../src/optimizers/all.js';
import { advance, start } from './training.js';

const train = (config: object, gradients: readonly number[], lr = 0.1) => {
  const optimizer = buildOptimizer(optimizerConfig.parse(config));
  return gradients.reduce((at, gradient) => advance(optimizer, at, [gradient], lr), start(optimizer, [2])).weight[0]!;
};

it('is the same in both kinds for plain sgd', () => {
  const decay = { name: 'sgd', weightDecay: 0.3 };
  const gradients = [1, -0.4, 0.2];
  const decoupled = train({ ...decay, decoupled: true }, gradients);
  expect(train({ ...decay, decoupled: false }, gradients)).toBeCloseTo(decoupled, 6);
  expect(decoupled).toBeLessThan(train({ name: 'sgd' }, gradients) - 0.1);
});

it('shrinks weights by lr times decay per update where it is decoupled, whatever the optimizer', () => {
  for (const name of optimizerNames) {
    const left = train({ name, weightDecay: 0.5, decoupled: true }, [0, 0, 0]);
    expect(left, name).toBeCloseTo(2 * (1 - 0.1 * 0.5) ** 3, 6);
  }
});

it('is a gradient like any other where it is L2: adam moves by lr, not by lr times decay', () => {
  expect(train({ name: 'adam', weightDecay: 0.5 }, [0])).toBeCloseTo(2 - 0.1, 6);
});

describe('kind, if not said', () => {
  const same = (config: object, decoupled: boolean) => {
    const gradients = [1, -0.4, 0.2];
    const decay = { weightDecay: 0.5, ...config };
    expect(train(decay, gradients)).toBe(train({ ...decay, decoupled }, gradients));
    expect(train(decay, gradients)).not.toBe(train({ ...decay, decoupled: !decoupled }, gradients));
  };
  it.each(['adamw', 'lion'])('%s: decoupled', (name) => same({ name }, true));
  it.each(['momentum', 'adam', 'rmsprop', 'adagrad'])('%s: L2, as in PyTorch', (name) => same({ name }, false));
  it.each(['momentum', 'adam', 'nadam', 'adadelta'])("%s with compat 'keras': decoupled, as all of Keras", (name) =>
    same({ name, compat: 'keras' }, true),
  );
});

it('has the default of PyTorch: 0.01 for adamw, none for the others', () => {
  for (const name of optimizerNames) {
    expect(optimizerConfig.parse({ name }).weightDecay, name).toBe(name === 'adamw' ? 0.01 : 0);
  }
});
