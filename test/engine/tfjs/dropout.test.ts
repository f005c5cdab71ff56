import { expect, it } from 'vitest';
import { randomStream } from '../../../src/base/random.js';
import { dropoutMask } from '../../../src/engine/tfjs/dropout.js';
import { datasetOf, layersOf, lossOf, onEveryBackend, range, setupOf, using } from '../setups.js';

it('a mask keeps the share that it should and scales it to mean 1', () => {
  for (const rate of [0.1, 0.5, 0.9]) {
    const mask = dropoutMask([200, 784], rate, randomStream(3, 'test'));
    const kept = mask.filter((x) => x !== 0);
    const sigma = Math.sqrt(rate * (1 - rate) * mask.length);
    expect(Math.abs(kept.length - (1 - rate) * mask.length)).toBeLessThan(3 * sigma);
    expect(new Set(kept)).toEqual(new Set([Math.fround(1 / (1 - rate))]));
  }
});

const width = 64;

/** One row of ones through dropout into a fixed sum of distinct powers: the loss tells the mask. */
const setup = {
  layers: layersOf({ layer: 'dropout', rate: 0.5 }, { layer: 'dense', units: 1, bias: false }),
  loss: lossOf('mse'),
  dataset: {
    ...datasetOf([width], { kind: 'numbers' as const, values: new Float32Array(4), width: 1 }, 4),
    inputs: { values: new Float32Array(4 * width).fill(1), shape: [width], scaling: { multiply: 1, add: 0 } },
  },
};
const hundred = (seed: number, engine: Parameters<Parameters<typeof onEveryBackend>[1]>[0]) =>
  using(engine().createTrainer(setupOf({ ...setup, seed })), async (trainer) => {
    const losses: number[] = [];
    for (let k = 0; k < 100; k++) losses.push(await trainer.step(0, [range(1)]));
    return losses;
  });

onEveryBackend('dropout', (engine) => {
  it('has another mask in each of 100 steps, the same ones in another run, others for another seed', async () => {
    const first = await hundred(1, engine);
    expect(new Set(first).size).toBe(100);
    expect(await hundred(1, engine)).toEqual(first);
    expect((await hundred(2, engine)).filter((loss) => first.includes(loss))).toEqual([]);
  });

  it('has another mask in each micro-batch', () =>
    using(engine().createTrainer(setupOf(setup)), async (trainer) => {
      const start = await trainer.capture();
      const one = await trainer.step(0, [range(1)]);
      await trainer.restore(start);
      expect(await trainer.step(0, [range(1), range(1)])).not.toBeCloseTo(one, 6);
    }));

  it('does nothing in an evaluation', () =>
    using(engine().createTrainer(setupOf(setup)), async (trainer) => {
      const plain = {
        ...setup,
        layers: layersOf({ layer: 'rescaling', scale: 1 }, { layer: 'dense', units: 1, bias: false }),
      };
      const { loss } = await trainer.evaluate(range(4));
      await using(engine().createTrainer(setupOf(plain)), async (other) => {
        expect((await other.evaluate(range(4))).loss).toBe(loss);
      });
    }));

  it('of whole channels drops all values of one together', () =>
    using(
      engine().createTrainer(
        setupOf({
          layers: layersOf(
            { layer: 'spatial-dropout2d', rate: 0.5 },
            { layer: 'reshape', shape: [32] },
            { layer: 'dense', units: 1, bias: false, initializer: 'ones' },
          ),
          loss: lossOf('mae'),
          dataset: {
            ...datasetOf([4, 4, 2], { kind: 'numbers' as const, values: new Float32Array(1), width: 1 }, 1),
            inputs: { values: new Float32Array(32).fill(1), shape: [4, 4, 2], scaling: { multiply: 1, add: 0 } },
          },
        }),
      ),
      async (trainer) => {
        const losses = new Set<number>();
        for (let k = 0; k < 60; k++) losses.add(await trainer.step(0, [range(1)]));
        expect([...losses].sort((a, b) => a - b)).toEqual([0, 32, 64]); // none, one or both channels of 16 twos
      },
    ));
});
