import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanLoss, type Predictions, takesLabels } from '../../src/engine/losses.js';
import { lossNames } from '../../src/models/losses.js';
import { lossOf } from './setups.js';

const of = (outputs: readonly number[], targets: readonly number[], width: number): Predictions => ({
  outputs: Float32Array.from(outputs),
  targets,
  rows: outputs.length / width,
  width,
});

describe('a loss', () => {
  it('of two rows is the mean of the known values', () => {
    const sparse = meanLoss(lossOf('sparse-softmax-cross-entropy'), of([0, 0, Math.log(3), 0], [0, 0], 2)).loss;
    expect(sparse).toBeCloseTo((Math.log(2) + Math.log(4 / 3)) / 2, 7);
    const soft = meanLoss(lossOf('softmax-cross-entropy'), of([0, 0, Math.log(3), 0], [0.5, 0.5, 1, 0], 2)).loss;
    expect(soft).toBeCloseTo((Math.log(2) + Math.log(4 / 3)) / 2, 7);
    const binary = meanLoss(lossOf('binary-cross-entropy'), of([0, Math.log(3)], [1, 0], 1)).loss;
    expect(binary).toBeCloseTo((Math.log(2) + Math.log(4)) / 2, 7);
    expect(meanLoss(lossOf('mse'), of([1, 2, 3, 4], [0, 0, 0, 0], 2)).loss).toBe(7.5);
    expect(meanLoss(lossOf('mae'), of([1, -2, 3, -4], [0, 0, 0, 0], 2)).loss).toBe(2.5);
    expect(meanLoss(lossOf('huber', { delta: 2 }), of([1, -4], [0, 0], 1)).loss).toBe((0.5 + 2 * (4 - 1)) / 2);
  });

  it.each([
    ['sparse-softmax-cross-entropy', [0.25, 0.75], [1], 2],
    ['softmax-cross-entropy', [0.25, 0.75], [0, 1], 2],
    ['binary-cross-entropy', [0.75], [1], 1],
  ] as const)('%s takes probabilities', (name, outputs, targets, width) => {
    const { loss } = meanLoss(lossOf(name, { fromLogits: false }), of(outputs, targets, width));
    expect(loss).toBeCloseTo(-Math.log(0.75), 7);
  });

  it('is exact for logits far from 0, where exp overflows', () => {
    const far = of([1000, -1000, 0], [1], 3);
    expect(meanLoss(lossOf('sparse-softmax-cross-entropy'), far).loss).toBe(2000);
    expect(meanLoss(lossOf('binary-cross-entropy'), of([1000, -1000], [0, 1], 1)).loss).toBe(1000);
    expect(meanLoss(lossOf('binary-cross-entropy'), of([1000, -1000], [1, 0], 1)).loss).toBe(0);
  });

  it('of a probability 0 stays finite', () => {
    for (const name of ['sparse-softmax-cross-entropy', 'binary-cross-entropy'] as const) {
      const { loss, gradient } = meanLoss(lossOf(name, { fromLogits: false }), of([0], [name[0] === 's' ? 0 : 1], 1));
      expect(loss).toBeCloseTo(-Math.log(1e-7), 5);
      expect(gradient.every(Number.isFinite)).toBe(true);
    }
  });

  it.each(lossNames)('%s is not finite for outputs that are not', (name) => {
    for (const bad of [Number.NaN, Infinity]) {
      const config = lossOf(name);
      const { loss } = meanLoss(config, of([bad, 0, 0.5, 0.5], takesLabels(config) ? [1, 0] : [0, 1, 1, 0], 2));
      expect(Number.isFinite(loss)).toBe(false);
    }
  });

  it.each(lossNames.flatMap((name) => [true, false].map((fromLogits) => [name, fromLogits] as const)))(
    '%s (from logits: %s) has the gradient that differences give',
    (name, fromLogits) => {
      const config = lossOf(name, { fromLogits, delta: 0.5 });
      const width = 3;
      const output = fc.double({ min: 0.05, max: 0.95, noNaN: true });
      fc.assert(
        fc.property(
          fc.array(output, { minLength: 6, maxLength: 6 }),
          fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }),
          fc.nat(5),
          (outputs, numbers, j) => {
            const targets = takesLabels(config)
              ? numbers.slice(0, 2).map((x) => Math.min(2, Math.floor(3 * x)))
              : numbers;
            const error = Math.abs(outputs[j]! - numbers[j]!);
            fc.pre(name !== 'mae' || error > 0.01); // it has a corner at 0
            const h = 2 ** -9;
            const at = (shift: number) =>
              meanLoss(
                config,
                of(
                  outputs.map((x, i) => Math.fround(x) + (i === j ? shift : 0)),
                  targets,
                  width,
                ),
              ).loss;
            const { gradient } = meanLoss(config, of(outputs, targets, width));
            expect(Math.abs(gradient[j]! - (at(h) - at(-h)) / (2 * h))).toBeLessThan(fromLogits ? 2e-3 : 2e-2);
          },
        ),
        { numRuns: 200, seed: 1 },
      );
    },
  );
});
