import { env } from 'node:process';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { datasetOf, engines, labels, layersOf, optimizerOf, range, setupOf, using } from '../setups.js';

const native = engines.get('native');
const fuses = native?.mode === 'fused';

const layers = layersOf(
  { layer: 'conv2d', filters: 24, kernel: 3, padding: 'same', activation: 'relu' },
  { layer: 'max-pooling2d' },
  { layer: 'conv2d', filters: 16, kernel: 3, activation: 'relu' },
  { layer: 'spatial-dropout2d', rate: 0.2 },
  { layer: 'flatten' },
  { layer: 'dense', units: 100, activation: 'relu' },
  { layer: 'dropout', rate: 0.3 },
  { layer: 'dense', units: 3 },
);
const setup = {
  ...setupOf({ layers, dataset: datasetOf([16, 16, 3], labels(3, 256), 256), optimizer: optimizerOf('adam') }),
  mode: 'fused' as const,
  batchSize: 64,
};
const batch = (k: number) => range(256).subarray((k % 4) * 64, (k % 4) * 64 + 64);

function trained(threads: string, steps = 6) {
  env['LR_TOOL_THREADS'] = threads;
  return using(native!.createTrainer(setup), async (trainer) => {
    for (let k = 0; k < steps; k++) await trainer.step(0.01, [batch(k)]);
    return trainer.capture();
  });
}

describe.skipIf(!fuses)('the bits of a fused step', () => {
  const before = env['LR_TOOL_THREADS'];
  afterEach(() => {
    if (before === undefined) delete env['LR_TOOL_THREADS'];
    else env['LR_TOOL_THREADS'] = before;
  });

  it('do not depend on the number of threads', async () => {
    const one = await trained('1');
    for (const threads of ['2', '3', '5']) expect(await trained(threads)).toEqual(one);
  });

  it('are the same when a run is repeated', async () => expect(await trained('2')).toEqual(await trained('2')));

  it('come back with the state, in the middle of an epoch', () =>
    using(native!.createTrainer(setup), async (first) => {
      for (let k = 0; k < 3; k++) await first.step(0.01, [batch(k)]);
      const state = await first.capture();
      for (let k = 3; k < 6; k++) await first.step(0.01, [batch(k)]);
      await using(native!.createTrainer(setup), async (second) => {
        await second.restore(state);
        for (let k = 3; k < 6; k++) await second.step(0.01, [batch(k)]);
        expect(await second.capture()).toEqual(await first.capture());
      });
    }));

  it('a value that is not finite shows in the loss', () =>
    using(native!.createTrainer(setup), async (trainer) => {
      let loss = 0;
      for (let k = 0; k < 8 && Number.isFinite(loss); k++) loss = await trainer.step(1e30, [batch(k)]);
      expect(loss).not.toSatisfy(Number.isFinite);
    }));
});

describe.skipIf(!fuses)('dense layers of any size', () => {
  it('give what the eager engine gives', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 2, max: 40 }),
        async (inputs, units, rows) => {
          const sized = {
            ...setupOf({
              layers: layersOf({ layer: 'dense', units, activation: 'relu' }, { layer: 'dense', units: 3 }),
              dataset: datasetOf([inputs], labels(3, rows), rows),
            }),
            batchSize: rows,
          };
          const [eager, fused] = await Promise.all(
            (['eager', 'fused'] as const).map((mode) =>
              using(native!.createTrainer({ ...sized, mode }), async (trainer) => {
                const losses = [];
                for (let k = 0; k < 3; k++) losses.push(await trainer.step(0.05, [range(rows)]));
                return losses;
              }),
            ),
          );
          const apart = fused!.map((loss, k) => Math.abs(loss / eager![k]! - 1));
          expect(Math.max(...apart)).toBeLessThan(1e-5);
        },
      ),
      { numRuns: 60 },
    ));
});
