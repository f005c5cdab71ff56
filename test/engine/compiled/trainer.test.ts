import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Trainer, TrainerSetup } from '../../../src/engine/engine.js';
import { loadEngine } from '../../../src/engine/load.js';
import { datasetOf, engines, labels, layersOf, optimizerOf, range, setupOf, using } from '../setups.js';

const native = engines.get('native');

const layers = layersOf(
  { layer: 'dense', units: 8, activation: 'relu', l2: 1e-3 },
  { layer: 'batch-normalization', momentum: 0.8 },
  { layer: 'dropout', rate: 0.3 },
  { layer: 'dense', units: 3 },
);
const setup: TrainerSetup = { ...setupOf({ layers, optimizer: optimizerOf('adam') }), batchSize: 16 };
const batch = (k: number) => range(64).slice((k * 16) % 64, ((k * 16) % 64) + 16);

async function train(trainer: Trainer, from: number, to: number): Promise<number[]> {
  const losses: number[] = [];
  for (let k = from; k < to; k++) losses.push(await trainer.step(0.01, [batch(k)]));
  return losses;
}

it('a backend without graphs refuses to be compiled, and trains eagerly when it may choose', async () => {
  const wasm = engines.get('wasm')!;
  await expect(wasm.createTrainer({ ...setup, mode: 'compiled' })).rejects.toMatchObject({
    code: 'ENGINE_MODE',
    message: 'the step cannot be compiled: the wasm backend has no graphs',
  });
  await using(wasm.createTrainer(setup), async (trainer) => expect(trainer.mode).toBe('eager'));
});

describe.skipIf(native === undefined || native.mode === 'eager')('a compiled trainer', () => {
  const create = (mode: 'compiled' | 'eager') => native!.createTrainer({ ...setup, mode });

  it.each([
    ['compiled', 'eager'],
    ['eager', 'compiled'],
  ] as const)('gives its state from %s to %s', (from, to) =>
    using(create(from), async (first) => {
      await train(first, 0, 5);
      const state = await first.capture();
      const wanted = await train(first, 5, 15);
      await using(create(to), async (second) => {
        await second.restore(state);
        expect(await second.capture()).toEqual(state);
        (await train(second, 5, 15)).forEach((loss, k) => {
          expect(Math.abs(loss / wanted[k]! - 1)).toBeLessThan(1e-5); // dropout and averages at rounding's distance
        });
      });
    }),
  );

  it('is compiled on an engine opened a second time in the same process', async () => {
    const { engine } = await loadEngine('native');
    await using(engine.createTrainer({ ...setup, mode: 'compiled' }), async (trainer) => {
      await train(trainer, 0, 3);
      expect(trainer.mode).toBe('compiled');
    });
  });

  it('evaluates the weights that it has now', () =>
    using(create('compiled'), async (trainer) => {
      const losses: number[] = [];
      for (let k = 0; k < 6; k++) {
        losses.push((await trainer.evaluate(range(64))).loss);
        await trainer.step(0.05, [batch(k)]);
      }
      expect(new Set(losses).size).toBe(6);
      const state = await trainer.capture();
      const { loss } = await trainer.evaluate(range(64));
      await using(create('eager'), async (eager) => {
        await eager.restore(state);
        expect(Math.abs((await eager.evaluate(range(64))).loss / loss - 1)).toBeLessThan(1e-6);
      });
    }));

  it('gives the same bits in another run', async () => {
    const run = () => using(create('compiled'), (trainer) => train(trainer, 0, 30));
    expect(await run()).toEqual(await run());
  });

  it('gives the bits of evaluations and updates again from its state, whenever a size comes first', async () => {
    // sizes that come late, when the weights have changed, and come first in the trainer that goes on
    const sizes = [16, 16, 9, 16, 5, 9, 16, 5];
    const results = async (trainer: Trainer, from: number) => {
      const found: unknown[] = [];
      for (const [k, size] of sizes.entries()) {
        if (k < from) continue;
        found.push(await trainer.step(0.3, [batch(k).slice(0, size)]), await trainer.evaluate(range(64)));
        found.push(await trainer.evaluate(range(7 + size)), await trainer.capture());
      }
      return found;
    };
    // its evaluation as a graph has other last bits than operation by operation
    const layers = layersOf(
      { layer: 'dense', units: 33, activation: 'softmax' },
      { layer: 'dense', units: 33, activation: 'softplus' },
      { layer: 'dense', units: 3 },
    );
    const compiled = { ...setup, ...setupOf({ layers }), mode: 'compiled' as const };
    const wanted = await using(native!.createTrainer(compiled), (trainer) => results(trainer, 0));
    for (const from of [1, 2, 4, 7]) {
      await using(native!.createTrainer(compiled), async (trainer) => {
        await trainer.restore(wanted[4 * from - 1] as Uint8Array);
        expect(await results(trainer, from), `from ${from}`).toEqual(wanted.slice(4 * from));
      });
    }
  });

  it('takes any number of rows, also more sizes than it keeps graphs for', () =>
    using(create('compiled'), async (trainer) => {
      for (let round = 0; round < 2; round++) {
        for (let rows = 1; rows <= 12; rows++) expect(await trainer.step(1e-3, [range(rows)])).toBeGreaterThan(0);
      }
      expect(trainer.mode).toBe('compiled');
    }));

  it('returns a loss that is not finite, and does not throw', () =>
    using(create('compiled'), async (trainer) => {
      const losses: number[] = [];
      for (let k = 0; k < 30; k++) losses.push(await trainer.step(1e30, [batch(k)]));
      expect(losses.some((loss) => !Number.isFinite(loss))).toBe(true);
    }));

  it('falls back, and says why, where a model draws numbers of its own', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lr-tool compiled '));
    const path = join(folder, 'model.mjs');
    await writeFile(
      path,
      `export default ({ tf, inputShape, outputs }) => {
        let calls = 0;
        class Noise extends tf.layers.Layer {
          call(inputs) { return tf.mul(Array.isArray(inputs) ? inputs[0] : inputs, tf.scalar(1 + ++calls)); }
          static className = 'Noise';
        }
        const model = tf.sequential();
        model.add(tf.layers.dense({ units: 4, inputShape }));
        model.add(new Noise());
        model.add(tf.layers.dense({ units: outputs }));
        return model;
      };`,
    );
    try {
      const counting = { ...setup, model: { kind: 'module' as const, path }, dataset: datasetOf([5], labels(3)) };
      await using(native!.createTrainer(counting), async (trainer) => {
        expect(trainer.mode).toBe('eager');
        expect(trainer.whyNotFaster).toMatch(/made in JavaScript differs from one batch to the next/);
        expect(await trainer.step(0.01, [batch(0)])).toBeGreaterThan(0);
      });
      await expect(native!.createTrainer({ ...counting, mode: 'compiled' })).rejects.toThrow(/cannot be compiled/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('keeps its memory over thousands of steps', () =>
    using(create('compiled'), async (trainer) => {
      await train(trainer, 0, 2000);
      const before = process.memoryUsage().rss;
      const steps = 4000;
      await train(trainer, 0, steps);
      expect((process.memoryUsage().rss - before) / steps).toBeLessThan(1024); // bytes a step
    }));

  it('closes its sessions at its end', async () => {
    const trainer = await create('compiled');
    await trainer.step(0.01, [batch(0)]);
    const before = process.memoryUsage().rss;
    trainer.dispose();
    for (let i = 0; i < 30; i++) {
      const other = await create('compiled');
      await other.step(0.01, [batch(0)]);
      other.dispose();
    }
    expect((process.memoryUsage().rss - before) / 30).toBeLessThan(1.5e6); // an open session holds more
  });
});
