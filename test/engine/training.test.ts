import { expect, it } from 'vitest';
import { gatherInputs } from '../../src/datasets/gather.js';
import type { Trainer } from '../../src/engine/engine.js';
import { scalars } from '../../src/engine/scalars.js';
import { buildOptimizer, optimizerNames } from '../../src/optimizers/all.js';
import {
  datasetOf,
  labels,
  layersOf,
  lossOf,
  numbers,
  onEveryBackend,
  optimizerOf,
  range,
  setupOf,
  using,
  weightsIn,
  withWeights,
} from './setups.js';

const oneWeight = layersOf({ layer: 'dense', units: 1, bias: false, initializer: 'ones' });
/** x = 1, y = 0: loss w^2, slope 2 w. */
const square = {
  layers: oneWeight,
  loss: lossOf('mse'),
  dataset: {
    ...datasetOf([1], { kind: 'numbers' as const, values: Float32Array.of(0), width: 1 }, 1),
    inputs: { values: Float32Array.of(1), shape: [1], scaling: { multiply: 1, add: 0 } },
  },
};
const weights = async (trainer: Trainer) => weightsIn(await trainer.capture(), trainer);

onEveryBackend('training', (engine) => {
  it.each([1e-5, 3e-3, 0.1, 0.7])('uses the learning rate %d that it is given', (lr) =>
    using(engine().createTrainer(setupOf(square)), async (trainer) => {
      for (const factor of [1, 0.5, 2]) {
        const [before] = await weights(trainer);
        expect(await trainer.step(lr * factor, [range(1)])).toBeCloseTo(before! ** 2, 5);
        const [after] = await weights(trainer);
        const rounding = 2 ** -24 / (2 * before! * lr * factor); // of the weight, seen from the rate
        expect(Math.abs((before! - after!) / (2 * before!) / (lr * factor) - 1)).toBeLessThan(1e-5 + 2 * rounding);
      }
    }),
  );

  it('takes two half batches for one whole one', async () => {
    const setup = setupOf({ optimizer: optimizerOf('momentum') });
    const run = (parts: readonly Int32Array[]) =>
      using(engine().createTrainer(setup), async (trainer) => {
        const losses = [await trainer.step(0.1, parts), await trainer.step(0.1, parts)];
        return { losses, weights: await weights(trainer) };
      });
    const whole = await run([range(24)]);
    const parts = await run([range(24).slice(0, 12), range(24).slice(12)]);
    const uneven = await run([range(24).slice(0, 5), range(24).slice(5)]);
    for (const other of [parts, uneven]) {
      other.losses.forEach((loss, i) => {
        expect(loss).toBeCloseTo(whole.losses[i]!, 6);
      });
      other.weights.forEach((weight, i) => {
        expect(weight).toBeCloseTo(whole.weights[i]!, 6);
      });
    }
  });

  it.each(optimizerNames)('updates by %s as the rule itself does on numbers', (name) =>
    using(engine().createTrainer(setupOf({ ...square, optimizer: optimizerOf(name) })), async (trainer) => {
      const rule = buildOptimizer(optimizerOf(name));
      let weight = 1;
      let slots = Object.fromEntries(Object.entries(rule.slots).map(([slot, { initial }]) => [slot, initial]));
      for (let t = 1; t <= 20; t++) {
        const lr = 0.01 * (1 + (t % 4));
        await trainer.step(lr, [range(1)]);
        const c = rule.coefficients(lr, t);
        ({ weight, slots } = rule.update(scalars, { weight, gradient: 2 * weight, slots, c }));
        expect((await weights(trainer))[0]).toBeCloseTo(weight, 4);
      }
    }),
  );

  it('updates with the momentum it is given', () =>
    using(engine().createTrainer(setupOf({ ...square, optimizer: optimizerOf('momentum') })), async (trainer) => {
      let [weight, velocity] = [1, 0];
      for (const momentum of [0.95, 0.5, 0, 0.8, undefined]) {
        await trainer.step(0.05, [range(1)], momentum);
        velocity = (momentum ?? 0.9) * velocity + 2 * weight;
        weight -= 0.05 * velocity;
        expect((await weights(trainer))[0]).toBeCloseTo(weight, 5);
      }
    }));

  it('clips by value and by norm', async () => {
    const gradientWith = (params: object) =>
      using(engine().createTrainer(setupOf({ optimizer: optimizerOf('sgd', params) })), async (trainer) => {
        const before = await weights(trainer);
        await trainer.step(1, [range(32)]);
        return (await weights(trainer)).map((after, i) => before[i]! - after);
      });
    const norm = (values: Float32Array) => Math.hypot(...values);
    const free = await gradientWith({});
    const byNorm = await gradientWith({ clipNorm: norm(free) / 3 });
    byNorm.forEach((value, i) => {
      expect(value).toBeCloseTo(free[i]! / 3, 6);
    });
    const byValue = await gradientWith({ clipValue: 0.02 });
    byValue.forEach((value, i) => {
      expect(value).toBeCloseTo(Math.max(-0.02, Math.min(0.02, free[i]!)), 6);
    });
    expect(await gradientWith({ clipNorm: 1e6, clipValue: 1e6 })).toEqual(free);
  });

  it('adds the penalties on weights to the training loss and to the gradients', async () => {
    const penalized = layersOf({ layer: 'dense', units: 1, bias: false, initializer: 'ones', l1: 0.3, l2: 0.2 });
    await using(engine().createTrainer(setupOf({ ...square, layers: penalized })), async (trainer) => {
      expect(await trainer.step(0.1, [range(1)])).toBeCloseTo(1 + 0.3 + 0.2, 6);
      expect((await weights(trainer))[0]).toBeCloseTo(1 - 0.1 * (2 + 0.3 + 2 * 0.2), 6);
      expect((await trainer.evaluate(range(1))).loss).toBeCloseTo((await weights(trainer))[0]! ** 2, 6); // data only
    });
  });

  it('returns a loss that is not finite, and does not throw', () =>
    using(engine().createTrainer(setupOf({ ...square })), async (trainer) => {
      const losses: number[] = [];
      for (let k = 0; k < 8; k++) losses.push(await trainer.step(1e9, [range(1)]));
      expect(losses[0]).toBe(1);
      expect(losses.some((loss) => !Number.isFinite(loss))).toBe(true);
      expect(Number.isFinite((await trainer.evaluate(range(1))).loss)).toBe(false);
    }));

  it('keeps the moving averages of batch normalization in its state', () => {
    const layers = layersOf({ layer: 'batch-normalization', momentum: 0.5 }, { layer: 'dense', units: 3 });
    return using(engine().createTrainer(setupOf({ layers })), async (trainer) => {
      const inputs = gatherInputs(datasetOf([5], labels(3)), range(64));
      const before = await trainer.capture();
      const averages = (state: Uint8Array) => new Float32Array(state.slice(-2 * 5 * 4).buffer);
      expect([...averages(before)]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]); // the rehearsal has left no trace
      await trainer.step(0, [range(64)]);
      const after = averages(await trainer.capture());
      for (let j = 0; j < 5; j++) {
        const column = Array.from({ length: 64 }, (_, i) => inputs[i * 5 + j]!);
        const mean = column.reduce((sum, x) => sum + x, 0) / 64;
        expect(after[j]).toBeCloseTo(mean / 2, 5);
      }
      expect((await trainer.evaluate(range(64))).loss).not.toBe((await restored(trainer, before)).loss);
    });
  });

  it('is judged by moving averages that have followed it after 150 updates', () => {
    const hidden = [
      { layer: 'dense', units: 8, bias: false },
      { layer: 'batch-normalization' },
      { layer: 'activation', activation: 'tanh' },
    ] as const;
    const layers = layersOf(...hidden, ...hidden, ...hidden, { layer: 'dense', units: 3 });
    return using(engine().createTrainer(setupOf({ layers, optimizer: optimizerOf('adam') })), async (trainer) => {
      for (let k = 0; k < 150; k++) await trainer.step(0.01, [range(64)]);
      const { loss } = await trainer.evaluate(range(64));
      expect(loss).toBeLessThan(1.5 * (await trainer.batchLoss(range(64))));
    });
  });

  it('evaluates to the mean over all rows, across slices', () =>
    using(
      engine().createTrainer(
        setupOf({
          layers: layersOf({ layer: 'dense', units: 2, bias: false }),
          loss: lossOf('mse'),
          metrics: ['mae', 'mse'],
          dataset: datasetOf([3], numbers(2, 600), 600),
        }),
      ),
      async (trainer) => {
        const dataset = datasetOf([3], numbers(2, 600), 600);
        const kernel = await weights(trainer);
        const { inputs, targets } = dataset;
        if (targets.kind !== 'numbers') throw new Error('numbers');
        let [squares, sizes] = [0, 0];
        for (let row = 0; row < 600; row++) {
          for (let j = 0; j < 2; j++) {
            let output = -targets.values[row * 2 + j]!;
            for (let k = 0; k < 3; k++) output += inputs.values[row * 3 + k]! * kernel[k * 2 + j]!;
            squares += output ** 2;
            sizes += Math.abs(output);
          }
        }
        const { loss, metrics } = await trainer.evaluate(range(600));
        expect(loss).toBeCloseTo(squares / 1200, 5);
        expect(metrics['mse']).toBeCloseTo(squares / 1200, 5);
        expect(metrics['mae']).toBeCloseTo(sizes / 1200, 5);
      },
    ));

  it('starts from weights that differ for all seeds and are the same for the same seed', async () => {
    const seeds = [0, 1, -1, 2 ** 31, 2 ** 53 - 1];
    const start = (seed: number) =>
      using(engine().createTrainer(setupOf({ seed })), async (trainer) => (await weights(trainer)).join());
    const starts = await Promise.all(seeds.map(start));
    expect(new Set(starts).size).toBe(seeds.length);
    expect(await Promise.all(seeds.map(start))).toEqual(starts);
  });

  it('does not share memory with what it is given or gives', () =>
    using(engine().createTrainer(setupOf({})), async (trainer) => {
      const state = await trainer.capture();
      const loss = (await trainer.evaluate(range(64))).loss;
      const given = withWeights(state, weightsIn(state, trainer));
      await trainer.restore(given);
      given.fill(255);
      expect((await trainer.evaluate(range(64))).loss).toBe(loss);
    }));
});

async function restored(trainer: Trainer, state: Uint8Array) {
  await trainer.restore(state);
  return trainer.evaluate(range(64));
}
