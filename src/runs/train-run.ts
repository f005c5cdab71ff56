import { createHash } from 'node:crypto';
import { updatesIn } from '../base/units.js';
import type { RunConfig } from '../config/run-config.js';
import { type Action, panelOf } from '../controllers/panel.js';
import type { BatchOrder } from '../datasets/batches.js';
import type { Dataset } from '../datasets/dataset.js';
import type { NamedWeight, Topology } from '../engine/engine.js';
import type { TrainReport } from '../reports/train.js';
import type { TrainingScheduleConfig } from '../schedules/all.js';
import { buildCourse } from '../schedules/course.js';
import type { Schedule } from '../schedules/schedule.js';
import { circumstancesOf } from './circumstances.js';
import { controllerWarnings } from './controller-warnings.js';
import { dataHash } from './identity.js';
import { momentumOf } from './momentum.js';
import { defaultMonitor, judgedBy, valuesOf } from './monitored.js';
import type { Run } from './prepare.js';
import { readScheduleFile } from './schedule-file.js';
import type { BestEpoch, Snapshot } from './snapshot.js';
import { type EpochEvent, type Position, type StepEvent, type TrainEnd, train, updatesPerEpoch } from './train.js';
import { trainWarnings } from './train-warnings.js';

/** The config's schedule has its rates by now. */
export interface TrainRun extends Run {
  readonly schedule: TrainingScheduleConfig;
  /** Where the schedule's rates come from, for the report. */
  readonly rates: TrainReport['schedule']['rates'];
  readonly onStep?: (event: StepEvent, total: number) => void;
  readonly onEpoch?: (event: EpochEvent) => void;
  /** What differed from the training that it goes on from, for the report. */
  readonly forced?: readonly string[];
  /** What the training goes on from; the trainer is brought there. */
  readonly from?: Snapshot;
  /**
   * Saves what it can go on from: before the first update, as often as `train.checkpointEvery` says, after the best epochs;
   * when interrupted in any case.
   */
  readonly save?: (snapshot: Snapshot) => Promise<void>;
}

export interface Trained {
  readonly report: TrainReport;
  /** As training left them, or as early stopping restored them. */
  readonly last: readonly NamedWeight[];
  /**
   * After the epoch that was best by what early stopping watches, else by `train.monitor`, else by validation loss
   * (training loss where nothing is validated); null before any.
   */
  readonly best: readonly NamedWeight[] | null;
  /** The model that the weights belong to. */
  readonly topology: Topology;
}

interface Plan {
  readonly at: Schedule;
  /** null where the optimizer keeps its own. */
  readonly momentum: Schedule | null;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  readonly warmupSteps: number;
  /** The rate that controllers measure theirs by: maxLr, or the highest of a schedule that has none. */
  readonly peakLr: number;
}

/** The learning rate of every update: the schedule over what the warm-up leaves of the run. */
export function planOf(config: RunConfig, schedule: TrainingScheduleConfig, batches: BatchOrder): Plan {
  const stepsPerEpoch = updatesPerEpoch(batches, config.train.accumulate);
  const totalSteps = stepsPerEpoch * config.train.epochs;
  const course = buildCourse(schedule, config.train, { totalSteps, stepsPerEpoch, readText: readScheduleFile });
  const momentum = course.momentum && momentumOf(course.momentum, config);
  const peakLr = schedule.maxLr ?? highest(course.at, totalSteps);
  return { ...course, momentum, totalSteps, stepsPerEpoch, peakLr };
}

function highest(at: Schedule, steps: number): number {
  let most = 0;
  for (let step = 0; step < steps; step++) most = Math.max(most, at(step));
  return most;
}

/** Trains as a config says and gives the report, with the last weights and the best. The trainer is left trained. */
export async function runTrain(run: TrainRun): Promise<Trained> {
  const { config, schedule, dataset, batches, trainer, signal, from, save } = run;
  const plan = planOf(config, schedule, batches);
  const judge = judgedBy(config, dataset);
  const watched = { lr: plan.peakLr, monitor: defaultMonitor(config, dataset) };
  if (from !== undefined) await trainer.restore(from.trainer);
  const checkpointEvery = updatesIn(config.train.checkpointEvery, plan);
  const startedAt = performance.now() - (from?.spent.trainMs ?? 0);
  const steps: StepEvent[] = [...(from?.steps ?? [])];
  const epochs: EpochEvent[] = [...(from?.epochs ?? [])];
  let best: BestEpoch | null = from?.best ?? null;
  let stepMs = from?.spent.stepMs ?? 0;
  const saveWhereDue = async (position: Position, ending: boolean) => {
    const { step } = position;
    const due = checkpointEvery > 0 && (step % checkpointEvery === 0 || step === best?.epoch.step);
    if (!ending && (!due || step === from?.position.step)) return;
    if (trainer.findNonFinite(noRows) !== null) return; // it would only repeat the failure to come
    const spent = { trainMs: performance.now() - startedAt, stepMs };
    await save?.({ position, trainer: await trainer.capture(), steps, epochs, best, spent });
    since = performance.now();
  };
  const training = train({
    trainer,
    schedule: plan.at,
    ...(plan.momentum && { momentum: plan.momentum }),
    epochs: config.train.epochs,
    batches,
    accumulate: config.train.accumulate,
    validation: dataset.validation,
    panel: panelOf(config.train, watched),
    ...(signal && { signal }),
    ...(from && { from: from.position }),
    ...(save && { onPosition: saveWhereDue }),
  });
  let since = performance.now();
  let next = await training.next();
  for (; !next.done; next = await training.next()) {
    const event = next.value;
    if (event.kind === 'step') {
      stepMs += performance.now() - since;
      steps.push(event);
      run.onStep?.(event, plan.totalSteps);
    } else {
      epochs.push(event);
      const score = (judge.mode === 'min' ? 1 : -1) * valuesOf(event)[judge.monitor]!;
      if (score < (best?.score ?? Number.POSITIVE_INFINITY)) {
        best = { weights: await trainer.weights(), epoch: event, score };
      }
      run.onEpoch?.(event);
    }
    since = performance.now();
  }
  const last = await trainer.weights();
  const trainMs = performance.now() - startedAt;
  const finite = last.every(({ values }) => values.every(Number.isFinite));
  const { name, ...parameters } = schedule;
  const circumstances = circumstancesOf(run);
  const report: TrainReport = {
    kind: 'lr-tool/train',
    version: 1,
    ...circumstances,
    data: { ...circumstances.data, sha256: dataHash(dataset) },
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
    monitor: { name: judge.monitor, mode: judge.mode },
    events: epochs.flatMap(({ epoch, actions }) => actions.map((action) => eventOf(epoch, action))),
    best: outcomeOf(best?.epoch),
    final: outcomeOf(epochs.at(-1)),
    weights: { sha256: sha256Of(last), best: best && sha256Of(best.weights), finite },
    warnings: [
      ...controllerWarnings(config, dataset, plan.peakLr),
      ...trainWarnings({ steps, finite, bestEpoch: best?.epoch.epoch }),
      ...(run.forced ?? []).map((message) => ({ code: 'W105', message: `resumed with --force although ${message}` })),
    ],
    timing: { ...run.spent, trainMs, msPerStep: stepMs / Math.max(1, steps.length) },
  };
  return { report, last, best: best?.weights ?? null, topology: trainer.topology() };
}

const noRows = new Int32Array(0);

const eventOf = (epoch: number, { lr, ...action }: Action) => ({
  epoch,
  ...action,
  ...(lr !== undefined && { lr: [...lr] as [number, number] }),
});

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

function endOf(end: TrainEnd): Pick<TrainReport, 'stop' | 'failure' | 'restoredEpoch'> {
  if (end.stop !== 'non-finite') return { ...end };
  const { failure } = end;
  const { first, ...rest } = failure;
  const loss = Number.isFinite(failure.loss) ? failure.loss : notFinite(failure.loss);
  const tensor = first && { name: first.tensor, index: [...first.index], value: notFinite(first.value) };
  return { ...end, failure: { ...rest, loss, rows: [...failure.rows], ...(tensor && { tensor }) } };
}

/** JSON has no such numbers. */
const notFinite = (value: number) => String(value) as 'NaN' | 'Infinity' | '-Infinity';

function sha256Of(weights: readonly NamedWeight[]): string {
  const hash = createHash('sha256');
  for (const { values } of weights) hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return hash.digest('hex');
}
