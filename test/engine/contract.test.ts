import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Trainer } from '../../src/engine/engine.js';
import { quadraticTrainer } from '../../src/engine/quadratic.js';
import { optimizerNames } from '../../src/optimizers/all.js';
import {
  datasetOf,
  labels,
  layersOf,
  onEveryBackend,
  optimizerOf,
  range,
  setupOf,
  using,
  weightsIn,
} from './setups.js';

const batch = (k: number) => range(64).slice((k * 16) % 64, ((k * 16) % 64) + 16);

/** What every trainer promises. */
function keepsTheContract(make: () => Promise<Trainer>): void {
  const train = async (trainer: Trainer, from: number, to: number) => {
    const losses: number[] = [];
    for (let k = from; k < to; k++) losses.push(await trainer.step(0.01 * (1 + (k % 3)), [batch(k)]));
    return losses;
  };

  it('restores a captured state byte for byte', () =>
    using(make(), async (trainer) => {
      await train(trainer, 0, 3);
      const before = await trainer.capture();
      const kept = before.slice();
      await train(trainer, 3, 6);
      expect(before).toEqual(kept); // the copy does not change with training
      expect(await trainer.capture()).not.toEqual(before);
      await trainer.restore(before);
      expect(await trainer.capture()).toEqual(kept);
      expect(trainer.updates).toBe(3);
    }));

  it('gives the same losses again after a restore, and in another trainer of the same setup', () =>
    using(make(), async (trainer) => {
      await train(trainer, 0, 4);
      const middle = await trainer.capture();
      const first = await train(trainer, 4, 10);
      await trainer.restore(middle);
      expect(await train(trainer, 4, 10)).toEqual(first);
      await using(make(), async (other) => {
        await other.restore(middle);
        expect(await train(other, 4, 10)).toEqual(first);
      });
    }));

  it('counts its updates', () =>
    using(make(), async (trainer) => {
      expect(trainer.updates).toBe(0);
      await train(trainer, 0, 5);
      expect(trainer.updates).toBe(5);
    }));

  it('evaluates without changing anything', () =>
    using(make(), async (trainer) => {
      await train(trainer, 0, 2);
      const before = await trainer.capture();
      expect(await trainer.evaluate(range(64))).toEqual(await trainer.evaluate(range(64)));
      expect(await trainer.capture()).toEqual(before);
    }));

  it('refuses a state of another size', () =>
    using(make(), async (trainer) => {
      await expect(trainer.restore(new Uint8Array(7))).rejects.toThrow(/the state has 7 bytes/);
    }));
}

describe('the quadratic trainer', () => {
  keepsTheContract(async () => quadraticTrainer(50));

  it('has the losses that theory gives', async () => {
    const trainer = quadraticTrainer(50);
    const losses = [await trainer.step(0.01, []), await trainer.step(0.01, []), await trainer.step(0.01, [])];
    [25, 6.25, 1.5625].forEach((wanted, n) => {
      expect(losses[n]).toBeCloseTo(wanted, 12);
    });
  });
});

onEveryBackend('a trainer', (engine) => {
  /** All that can be state: slots, moving averages, dropout. */
  const layers = layersOf(
    { layer: 'dense', units: 8, activation: 'relu', l2: 1e-3 },
    { layer: 'batch-normalization', momentum: 0.8 },
    { layer: 'dropout', rate: 0.3 },
    { layer: 'dense', units: 3 },
  );
  const setup = setupOf({
    layers,
    dataset: datasetOf([5], labels(3)),
    optimizer: optimizerOf('adam'),
    metrics: ['accuracy'],
  });
  keepsTheContract(() => engine().createTrainer(setup));

  it('holds as many tensors after 300 steps as after 10, and none after its end', async () => {
    const atFirst = memory().numTensors;
    const trainer = await engine().createTrainer(setup);
    const counts: number[] = [];
    for (let k = 0; k < 300; k++) {
      await trainer.step(1e-3, [batch(k)]);
      if (k === 10) {
        await trainer.evaluate(range(64));
        await trainer.restore(await trainer.capture());
        counts.push(memory().numTensors);
      }
    }
    expect(counts[0]).toBeGreaterThan(atFirst);
    expect(memory().numTensors).toBe(counts[0]);
    trainer.dispose();
    expect(memory().numTensors).toBe(atFirst);
  });

  it.each(optimizerNames)('moves nothing at lr 0 with %s, and something at lr 1e-3', (name) =>
    using(engine().createTrainer(setupOf({ optimizer: optimizerOf(name) })), async (trainer) => {
      const before = weightsIn(await trainer.capture(), trainer);
      await trainer.step(0, [batch(0)]);
      await trainer.step(0, [batch(1)]);
      const still = weightsIn(await trainer.capture(), trainer);
      if (name !== 'ftrl') expect(still).toEqual(before); // ftrl does not keep the weights it starts from
      await trainer.step(1e-3, [batch(2)]);
      expect(weightsIn(await trainer.capture(), trainer)).not.toEqual(still);
    }),
  );
});
