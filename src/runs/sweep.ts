import { divergence } from '../analysis/divergence.js';
import type { RunConfig } from '../config/run-config.js';
import type { Dataset } from '../datasets/dataset.js';
import { buildSchedule } from '../schedules/all.js';
import type { Reseeded } from './prepare.js';
import { type Point, rangeTest, type Stop } from './range-test.js';

/** A range test that has ended, as plain data. */
export interface Sweep {
  /** What its weights and the order of its batches follow from. */
  readonly seed: number;
  /** Of update number i, at rate number i of `sweepOf`. */
  readonly loss: readonly number[];
  /** Of the validation rows; empty where none were asked for. */
  readonly valLoss: readonly number[];
  readonly stop: Stop;
  /** Learning rate of the last update; 0 where there was none. */
  readonly lastLr: number;
  /** Milliseconds. */
  readonly ms: number;
}

export interface SweepRun extends Reseeded {
  readonly config: RunConfig;
  readonly dataset: Dataset;
  readonly signal?: AbortSignal;
  readonly onPoint?: (point: Point) => void;
}

/** The learning rates of the sweep that a config describes, in order of use. */
export function sweepOf({ find: { mode, startLr, endLr, steps } }: RunConfig): number[] {
  const horizon = { totalSteps: steps, stepsPerEpoch: steps };
  const sweep = buildSchedule({ name: `sweep-${mode}`, startLr, endLr }, horizon);
  return Array.from({ length: steps }, (_, step) => sweep(step));
}

/** Does the range test of a config with a trainer, which is left as it was. */
export async function runSweep(run: SweepRun): Promise<Sweep> {
  const { config, dataset, seed, trainer, batches, signal, onPoint } = run;
  const { find } = config;
  const startedAt = performance.now();
  const test = rangeTest({
    trainer,
    lrs: sweepOf(config),
    batch: batches.batch,
    accumulate: find.accumulate,
    watch: divergence({ factor: find.divergeFactor, smoothing: find.smoothing }),
    validation: dataset.validation.subarray(0, find.validation),
    ...(signal && { signal }),
  });
  const loss: number[] = [];
  const valLoss: number[] = [];
  let lastLr = 0;
  let next = await test.next();
  for (; !next.done; next = await test.next()) {
    lastLr = next.value.lr;
    loss.push(next.value.loss);
    if (next.value.valLoss !== undefined) valLoss.push(next.value.valLoss);
    onPoint?.(next.value);
  }
  return { seed, loss, valLoss, stop: next.value, lastLr, ms: performance.now() - startedAt };
}
