import { describe, expect, it } from 'vitest';
import type { Backend } from '../../src/base/backends.js';
import { layerNames } from '../../src/models/layers.js';
import { lossNames } from '../../src/models/losses.js';
import { zoo } from './model-zoo.js';
import { engines, optimizerOf, setupOf, using } from './setups.js';

/** Relative difference of the losses of 50 steps. */
const tolerances: readonly (readonly [Backend, number])[] = [
  ['wasm', 1e-4],
  ['native', 1e-3],
];

const lossesOn = (backend: Backend, name: string) =>
  using(
    engines.get(backend)!.createTrainer(setupOf({ ...zoo[name]!, optimizer: optimizerOf('momentum') })),
    async (trainer) => {
      const losses: number[] = [];
      for (let k = 0; k < 50; k++)
        losses.push(await trainer.step(0.01, [zoo[name]!.dataset.train.slice((k % 2) * 16, (k % 2) * 16 + 16)]));
      return losses;
    },
  );

describe.each(tolerances)('50 steps on %s and on cpu', (backend, tolerance) => {
  it.skipIf(!engines.has(backend)).each(Object.keys(zoo))('agree: %s', async (name) => {
    const reference = await lossesOn('cpu', name);
    const losses = await lossesOn(backend, name);
    expect(reference.every(Number.isFinite)).toBe(true);
    expect(new Set(reference).size).toBe(50);
    losses.forEach((loss, k) => {
      expect(Math.abs(loss / reference[k]! - 1)).toBeLessThan(tolerance);
    });
  });
});

it('is asked of every layer and every loss', () => {
  const specimens = Object.values(zoo);
  expect(new Set(specimens.flatMap(({ layers }) => layers.map(({ layer }) => layer)))).toEqual(new Set(layerNames));
  expect(new Set(specimens.map(({ loss }) => loss.name))).toEqual(new Set(lossNames));
});
