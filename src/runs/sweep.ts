import { divergence } from '../analysis/divergence.js';
import { profileNamed } from '../analysis/profiles.js';
import type { RunConfig } from '../config/run-config.js';
import type { Dataset } from '../datasets/dataset.js';
import type { TrainerState } from '../engine/engine.js';
import { buildSchedule } from '../schedules/all.js';
import type { SweepPosition } from './find-snapshot.js';
import { fixedRows } from './fixed-rows.js';
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
  /** Of the fixed rows, before update number i; empty where there are none. */
  readonly fixedLoss: readonly number[];
  readonly stop: Stop;
  /** Learning rate of the last update; 0 where there was none. */
  readonly lastLr: number;
  /** Milliseconds. */
  readonly ms: number;
}

/** Where a sweep stands; its trainer is copied when it is asked for. */
export interface SweepPlace extends Omit<SweepPosition, 'trainer'> {
  readonly capture: () => Promise<TrainerState>;
}

export interface SweepRun extends Reseeded {
  readonly config: RunConfig;
  readonly dataset: Dataset;
  readonly signal?: AbortSignal;
  /** Where it goes on; the start by default. */
  readonly from?: SweepPosition | null;
  /** Told, and waited for, before every update, and where the signal ends the sweep instead. */
  readonly onPlace?: (place: SweepPlace, ending: boolean) => Promise<void>;
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
  const { config, dataset, seed, trainer, batches, signal, from, onPlace, onPoint } = run;
  const { find } = config;
  const startedAt = performance.now() - (from?.ms ?? 0);
  const lrs = sweepOf(config);
  const loss: number[] = [...(from?.loss ?? [])];
  const valLoss: number[] = [...(from?.valLoss ?? [])];
  const fixedLoss: number[] = [...(from?.fixedLoss ?? [])];
  const place = (): SweepPlace => ({
    loss,
    valLoss,
    fixedLoss,
    ms: performance.now() - startedAt,
    capture: () => trainer.capture(),
  });
  const test = rangeTest({
    trainer,
    lrs,
    batch: batches.batch,
    accumulate: find.accumulate,
    watch: profileNamed(find.profile)?.watch() ?? divergence({ factor: find.divergeFactor, smoothing: find.smoothing }),
    validation: dataset.validation.subarray(0, find.validation),
    fixed: fixedRows(dataset.train, find.fixedRows, seed),
    ...(signal && { signal }),
    ...(from && { from }),
    ...(onPlace && { onPosition: (ending) => onPlace(place(), ending) }),
  });
  let lastLr = lrs[loss.length - 1] ?? 0;
  let next = await test.next();
  try {
    for (; !next.done; next = await test.next()) {
      lastLr = next.value.lr;
      loss.push(next.value.loss);
      if (next.value.valLoss !== undefined) valLoss.push(next.value.valLoss);
      if (next.value.fixedLoss !== undefined) fixedLoss.push(next.value.fixedLoss);
      onPoint?.(next.value);
    }
  } finally {
    if (!next.done) await test.return('interrupted'); // the listener threw: the trainer is put back all the same
  }
  return { seed, loss, valLoss, fixedLoss, stop: next.value, lastLr, ms: performance.now() - startedAt };
}
