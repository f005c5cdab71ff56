import { createHash } from 'node:crypto';
import type { RunConfig } from '../config/run-config.js';
import type { BatchOrder } from '../datasets/batches.js';
import type { Dataset } from '../datasets/dataset.js';
import type { NamedWeight } from '../engine/engine.js';
import type { TrainReport } from '../reports/train.js';
import type { TrainingScheduleConfig } from '../schedules/all.js';
import { buildCourse } from '../schedules/course.js';
import type { Schedule } from '../schedules/schedule.js';
import { momentumOf } from './momentum.js';
import type { Run } from './prepare.js';
import { readScheduleFile } from './schedule-file.js';
import { type EpochEvent, type StepEvent, type TrainEnd, train, updatesPerEpoch } from './train.js';
import { trainWarnings } from './train-warnings.js';

/** The config's schedule has its rates by now. */
export interface TrainRun extends Run {
  readonly schedule: TrainingScheduleConfig;
  /** Where the schedule's rates come from, for the report. */
  readonly rates: TrainReport['schedule']['rates'];
  readonly onStep?: (event: StepEvent, total: number) => void;
  readonly onEpoch?: (event: EpochEvent) => void;
}

export interface Trained {
  readonly report: TrainReport;
  /** As training left them. */
  readonly last: readonly NamedWeight[];
  /** After the epoch with the lowest validation loss (training loss where nothing is validated); null before any. */
  readonly best: readonly NamedWeight[] | null;
}

interface Plan {
  readonly at: Schedule;
  /** null where the optimizer keeps its own. */
  readonly momentum: Schedule | null;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  readonly warmupSteps: number;
}

/** The learning rate of every update: the schedule over what the warm-up leaves of the run. */
export function planOf(config: RunConfig, schedule: TrainingScheduleConfig, batches: BatchOrder): Plan {
  const stepsPerEpoch = updatesPerEpoch(batches, config.train.accumulate);
  const totalSteps = stepsPerEpoch * config.train.epochs;
  const course = buildCourse(schedule, config.train, { totalSteps, stepsPerEpoch, readText: readScheduleFile });
  const momentum = course.momentum && momentumOf(course.momentum, config);
  return { ...course, momentum, totalSteps, stepsPerEpoch };
}

/** Trains as a config says and gives the report, with the last weights and the best. The trainer is left trained. */
export async function runTrain(run: TrainRun): Promise<Trained> {
  const { config, schedule, dataset, batches, engine, trainer, signal } = run;
  const plan = planOf(config, schedule, batches);
  const startedAt = performance.now();
  const training = train({
    trainer,
    schedule: plan.at,
    ...(plan.momentum && { momentum: plan.momentum }),
    epochs: config.train.epochs,
    batches,
    accumulate: config.train.accumulate,
    validation: dataset.validation,
    ...(signal && { signal }),
  });
  const steps: StepEvent[] = [];
  const epochs: EpochEvent[] = [];
  let stepMs = 0;
  let since = performance.now();
  let best: { readonly weights: readonly NamedWeight[]; readonly epoch: EpochEvent } | null = null;
  let next = await training.next();
  for (; !next.done; next = await training.next()) {
    const event = next.value;
    if (event.kind === 'step') {
      stepMs += performance.now() - since;
      steps.push(event);
      run.onStep?.(event, plan.totalSteps);
    } else {
      epochs.push(event);
      if (judged(event) < (best === null ? Number.POSITIVE_INFINITY : judged(best.epoch))) {
        best = { weights: await trainer.weights(), epoch: event };
      }
      run.onEpoch?.(event);
    }
    since = performance.now();
  }
  const last = await trainer.weights();
  const trainMs = performance.now() - startedAt;
  const { name, ...parameters } = schedule;
  const report: TrainReport = {
    kind: 'lr-tool/train',
    version: 1,
    tool: run.tool,
    config: { ...config },
    seed: config.seed,
    engine: { backend: engine.backend, mode: trainer.mode, versions: { ...engine.versions } },
    data: {
      name: dataset.name,
      train: dataset.train.length,
      validation: dataset.validation.length,
      parameters: trainer.parameters,
    },
    schedule: {
      name,
      parameters,
      rates: run.rates,
      warmupSteps: plan.warmupSteps,
      totalSteps: plan.totalSteps,
      stepsPerEpoch: plan.stepsPerEpoch,
    },
    steps: {
      step: steps.map(({ step }) => step),
      lr: steps.map(({ lr }) => lr),
      ...(plan.momentum && { momentum: steps.map(({ momentum }) => momentum!) }),
      loss: steps.map(({ loss }) => orNull(loss)),
    },
    epochs: columnsOf(epochs, config, dataset),
    ...endOf(next.value),
    best: outcomeOf(best?.epoch),
    final: outcomeOf(epochs.at(-1)),
    weights: { sha256: sha256Of(last), best: best && sha256Of(best.weights) },
    warnings: trainWarnings(steps),
    timing: { ...run.spent, trainMs, msPerStep: stepMs / Math.max(1, steps.length) },
  };
  return { report, last, best: best?.weights ?? null };
}

/** What epochs are compared by; not a number is never best. */
const judged = ({ loss, validation }: EpochEvent) => validation?.loss ?? loss;

const orNull = (value: number) => (Number.isFinite(value) ? value : null);

function columnsOf(
  epochs: readonly EpochEvent[],
  { metrics = [] }: RunConfig,
  dataset: Dataset,
): TrainReport['epochs'] {
  const validated = dataset.validation.length > 0;
  const metric = (name: string) => epochs.map(({ validation }) => orNull(validation?.metrics[name] ?? Number.NaN));
  return {
    epoch: epochs.map(({ epoch }) => epoch),
    step: epochs.map(({ step }) => step),
    lr: epochs.map(({ lr }) => lr),
    loss: epochs.map(({ loss }) => orNull(loss)),
    ...(validated && { valLoss: epochs.map(({ validation }) => orNull(validation?.loss ?? Number.NaN)) }),
    metrics: validated ? Object.fromEntries(metrics.map((name) => [name, metric(name)])) : {},
  };
}

function outcomeOf(event: EpochEvent | undefined): TrainReport['final'] {
  if (event === undefined) return null;
  const { epoch, loss, validation } = event;
  const metrics = Object.entries(validation?.metrics ?? {}).map(([name, value]) => [name, orNull(value)] as const);
  return {
    epoch,
    loss: orNull(loss),
    ...(validation && { valLoss: orNull(validation.loss) }),
    metrics: Object.fromEntries(metrics),
  };
}

function endOf(end: TrainEnd): Pick<TrainReport, 'stop' | 'failure'> {
  if (end.stop !== 'non-finite') return { stop: end.stop };
  const { failure } = end;
  const loss = String(failure.loss) as 'NaN' | 'Infinity' | '-Infinity'; // all that is not finite
  return { stop: end.stop, failure: { ...failure, loss, rows: [...failure.rows] } };
}

function sha256Of(weights: readonly NamedWeight[]): string {
  const hash = createHash('sha256');
  for (const { values } of weights) hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return hash.digest('hex');
}
