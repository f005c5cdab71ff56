import { recommend } from '../analysis/bounds/recommend.js';
import type { Curve } from '../analysis/curve.js';
import { divergence } from '../analysis/divergence.js';
import { debiasedEma } from '../analysis/smooth.js';
import { userError } from '../base/errors.js';
import type { RunConfig } from '../config/run-config.js';
import type { Dataset } from '../datasets/dataset.js';
import { curveReading, orNull } from '../reports/curve-reading.js';
import type { FindReport } from '../reports/find.js';
import { buildSchedule } from '../schedules/all.js';
import type { Run } from './prepare.js';
import { type Point, rangeTest } from './range-test.js';

export interface FindRun extends Run {
  readonly onPoint?: (point: Point) => void;
}

/** The learning rates of the sweep that a config describes, in order of use. */
export function sweepOf({ find: { mode, startLr, endLr, steps } }: RunConfig): number[] {
  const horizon = { totalSteps: steps, stepsPerEpoch: steps };
  const sweep = buildSchedule({ name: `sweep-${mode}`, startLr, endLr }, horizon);
  return Array.from({ length: steps }, (_, step) => sweep(step));
}

/**
 * Runs the range test of a config, reads its curve and gives the report. The trainer is left as it was.
 *
 * Error: FIND_VALIDATION where find.validation asks for more examples than the data set has for validation.
 */
export async function runFind(run: FindRun): Promise<FindReport> {
  const { config, dataset, batches, engine, trainer, tool, spent, signal, onPoint } = run;
  const { find, seed } = config;
  if (find.validation > dataset.validation.length) throw tooFewToValidate(find.validation, dataset);
  const startedAt = performance.now();
  const sweep = rangeTest({
    trainer,
    lrs: sweepOf(config),
    batch: batches.batch,
    accumulate: find.accumulate,
    watch: divergence({ factor: find.divergeFactor, smoothing: find.smoothing }),
    validation: dataset.validation.subarray(0, find.validation),
    ...(signal && { signal }),
  });
  const points: Point[] = [];
  let next = await sweep.next();
  for (; !next.done; next = await sweep.next()) {
    points.push(next.value);
    onPoint?.(next.value);
  }
  const stop = next.value;
  const sweepMs = performance.now() - startedAt;

  const curve: Curve = { lr: points.map(({ lr }) => lr), loss: points.map(({ loss }) => loss) };
  const recommendation = recommend(curve, {
    for: find.for,
    steps: find.steps,
    momentum: 'momentum' in config.optimizer ? config.optimizer.momentum : 0,
    ...(find.rule !== 'auto' && { rule: find.rule }),
  });
  const reading = curveReading(curve, {
    steps: find.steps,
    stop,
    smoother: debiasedEma(find.smoothing),
    recommendation,
    updatesPerEpoch: batches.batchesPerEpoch / find.accumulate,
  });
  return {
    kind: 'lr-tool/find',
    version: 1,
    tool,
    config: { ...config },
    seed,
    engine: { backend: engine.backend, mode: trainer.mode, versions: { ...engine.versions } },
    data: {
      name: dataset.name,
      train: dataset.train.length,
      validation: dataset.validation.length,
      parameters: trainer.parameters,
    },
    sweep: { mode: find.mode, startLr: find.startLr, endLr: find.endLr, steps: find.steps },
    ...reading,
    ...(find.validation > 0 && {
      curve: { ...reading.curve, valLoss: points.map(({ valLoss }) => orNull(valLoss ?? Number.NaN)) },
    }),
    timing: { ...spent, sweepMs, msPerStep: sweepMs / Math.max(1, points.length) },
  };
}

function tooFewToValidate(wanted: number, { validation }: Dataset) {
  const { length } = validation;
  return userError('FIND_VALIDATION', `find.validation is ${wanted}, but there are ${length} validation examples`, {
    hint: length === 0 ? 'set dataset.validation to a part of the rows, e.g. 0.2' : `set it to ${length} or less`,
  });
}
