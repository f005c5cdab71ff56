import { expect } from 'vitest';
import type { EngineMode } from '../../src/base/backends.js';
import type { TrainerSetup } from '../../src/engine/engine.js';
import { engines, range, using } from './setups.js';

/** Batches of 12, 12 and a last one of 8 in each epoch of 32 rows; every fourth step takes two of them. */
const batchesOf = (k: number) => {
  const batch = (i: number) => range(32).subarray((i % 3) * 12, Math.min(32, (i % 3) * 12 + 12));
  return k % 4 === 3 ? [batch(k), batch(k + 1)] : [batch(k)];
};

export const steps = 100;

function run(setup: TrainerSetup, mode: EngineMode) {
  const native = engines.get('native')!;
  return using(native.createTrainer({ ...setup, mode, batchSize: 12 }), async (trainer) => {
    const losses: number[] = [];
    for (let k = 0; k < steps; k++) losses.push(await trainer.step(0.003 * (1 + (k % 5)), batchesOf(k)));
    expect(trainer.whyNotFaster).toBeNull();
    expect(trainer.mode).toBe(mode);
    const evaluations = [0, 1, 2, 3].map(() => trainer.evaluate(range(32))); // the later ones are compiled
    return { losses, evaluations: await Promise.all(evaluations), state: await trainer.capture() };
  });
}

/**
 * The losses of 100 steps on 32 rows are those of the eager engine, relative to the largest of both: below it lies
 * rounding that adds up from step to step.
 */
export async function expectAgreement(mode: EngineMode, setup: TrainerSetup, tolerance = 1e-6): Promise<void> {
  const eager = await run(setup, 'eager');
  const other = await run(setup, mode);
  expect(eager.losses.every(Number.isFinite)).toBe(true);
  expect(new Set(eager.losses).size).toBeGreaterThan(steps / 2); // it learns: the losses say something
  const apart = other.losses.map((loss, k) => Math.abs(loss / eager.losses[k]! - 1));
  expect(Math.max(...apart)).toBeLessThan(tolerance);
  expect(other.state.length).toBe(eager.state.length);
  for (const [i, { loss, metrics }] of other.evaluations.entries()) {
    expect(Math.abs(loss / eager.evaluations[i]!.loss - 1)).toBeLessThan(tolerance);
    expect(metrics).toEqual(eager.evaluations[i]!.metrics);
  }
}
