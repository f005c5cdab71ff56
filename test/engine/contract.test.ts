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

const train = async (trainer: Trainer, from: number, to: number) => {
  const losses: number[] = [];
  for (let k = from; k < to; k++) losses.push(await trainer.step(0.01 * (1 + (k % 3)), [batch(k)]));
  return losses;
};

/** What every trainer promises. */
function keepsTheContract(make: () => Promise<Trainer>): void {
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
      expect(await trainer.batchLoss(range(64))).toBe(await trainer.batchLoss(range(64)));
      expect(await trainer.capture()).toEqual(before);
    }));

  it('trains on as if no loss of a batch had been asked for', () =>
    using(make(), (trainer) =>
      using(make(), async (other) => {
        for (let k = 0; k < 4; k++) {
          await trainer.batchLoss(range(64));
          expect(await train(trainer, k, k + 1)).toEqual(await train(other, k, k + 1));
        }
        expect(await trainer.capture()).toEqual(await other.capture());
      }),
    ));

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
  const rest = { dataset: datasetOf([5], labels(3)), optimizer: optimizerOf('adam'), metrics: ['accuracy'] } as const;
  const setup = setupOf({ layers, ...rest });
  const large = datasetOf([5], labels(3, 300), 300);
  keepsTheContract(() => engine().createTrainer(setup));

  describe('the loss of a batch', () => {
    const without = (layer: string) => setupOf({ ...rest, layers: layers.filter((one) => one.layer !== layer) });
    const undropped = layers.map((one) => (one.layer === 'dropout' ? { ...one, rate: 0 } : one));
    const plain = layersOf(
      { layer: 'dense', units: 8, activation: 'relu' },
      { layer: 'batch-normalization', momentum: 0.8 },
      { layer: 'dense', units: 3 },
    );

    it('is that of the step which follows, where nothing is dropped or penalised', () =>
      using(engine().createTrainer(setupOf({ ...rest, layers: plain })), async (trainer) => {
        for (let k = 0; k < 5; k++) {
          const loss = await trainer.batchLoss(batch(k));
          expect((await trainer.evaluate(batch(k))).loss).not.toBeCloseTo(loss, 3); // its moving averages lag
          expect(Math.abs((await trainer.step(0.1, [batch(k)])) / loss - 1)).toBeLessThan(1e-6);
        }
      }));
    it('drops nothing', () =>
      using(engine().createTrainer(setup), (trainer) =>
        using(engine().createTrainer(setupOf({ ...rest, layers: undropped })), async (other) => {
          expect(await trainer.batchLoss(range(64))).toBeCloseTo(await other.batchLoss(range(64)), 6);
        }),
      ));
    it('is what an evaluation says where nothing is normalised', () =>
      using(engine().createTrainer(without('batch-normalization')), async (trainer) => {
        await train(trainer, 0, 3);
        expect(await trainer.batchLoss(range(64))).toBe((await trainer.evaluate(range(64))).loss);
      }));
    it('of more rows than one pass takes is the mean of passes of equal size', () =>
      using(engine().createTrainer(setupOf({ ...rest, layers: plain, dataset: large })), async (trainer) => {
        const halves = [range(258).slice(0, 129), range(258).slice(129)];
        const losses = await Promise.all(halves.map((half) => trainer.batchLoss(half)));
        expect(await trainer.batchLoss(range(258))).toBeCloseTo((losses[0]! + losses[1]!) / 2, 6);
      }));
  });

  it('holds as many tensors after 300 steps as after 10, and none after its end', async () => {
    const atFirst = memory().numTensors;
    const trainer = await engine().createTrainer(setup);
    const counts: number[] = [];
    for (let k = 0; k < 300; k++) {
      await trainer.step(1e-3, [batch(k)]);
      if (k % 10 === 0) await trainer.batchLoss(range(64));
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
