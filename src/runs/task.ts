import type { RunConfig } from '../config/run-config.js';
import type { FindReport } from '../reports/find.js';
import type { TrainReport } from '../reports/train.js';
import { runFind } from './find.js';
import { dataHash, engineOf, type Identity } from './identity.js';
import { type Preparation, prepareRun, type Run } from './prepare.js';
import type { Point } from './range-test.js';
import { complete } from './rates.js';
import { runSweep, type Sweep } from './sweep.js';
import { runTrain } from './train-run.js';

/** A run as plain data, to be done in whatever process. */
export type Task = {
  /** Tells it from the others of its run; part of a file name. Its result is kept under it (`keepingWorkers`). */
  readonly name: string;
  /** Complete but for what depends on the data; to be trained, its schedule has its rates. */
  readonly config: RunConfig;
  /** Folder that relative paths of the config start from. */
  readonly baseDir: string;
} & (
  | { readonly work: 'range-test' }
  /** A single sweep of a range test with repeats, from the weights and in the order of that seed. */
  | { readonly work: 'sweep'; readonly seed: number }
  | { readonly work: 'train'; readonly rates: TrainReport['schedule']['rates'] }
);

/** What comes of a task. */
export type TaskReport<W extends Task['work'] = Task['work']> = {
  readonly 'range-test': FindReport;
  readonly sweep: Sweep;
  readonly train: TrainReport;
}[W];

/** What a task tells while it is done. */
export type TaskEvent =
  | {
      readonly kind: 'ready';
      readonly engine: Identity['engine'];
      /** Which backend was taken, and why not a better one. */
      readonly engineNote: string;
      /** What its evaluations report besides the loss. */
      readonly metrics: readonly string[];
      /** Validation examples. */
      readonly validation: number;
    }
  | {
      readonly kind: 'step';
      readonly done: number;
      readonly total: number;
      readonly loss: number;
      readonly lr: number;
    };

/** What came of a task. A report may say that it was interrupted. */
export type Outcome<W extends Task['work'] = Task['work']> =
  | { readonly ok: true; readonly report: TaskReport<W> }
  /** lost: its process ended under it; skipped: it was never begun. */
  | { readonly ok: false; readonly what: 'lost' | 'skipped'; readonly why: string };

/** Does tasks, several at a time. */
export interface Workers {
  /** Rejects with the error of the task, if that is what its user or the machine has to know. */
  run<W extends Task['work']>(
    task: Task & { readonly work: W },
    onEvent: (event: TaskEvent) => void,
  ): Promise<Outcome<W>>;
}

/** Where a task is done. */
export type Workplace = Pick<Preparation, 'dataDirs' | 'allowCode'> &
  Pick<Run, 'tool' | 'signal'> & { readonly onEvent: (event: TaskEvent) => void };

/** Does a task in this process. */
export async function performTask(task: Task, workplace: Workplace): Promise<TaskReport> {
  const { onEvent, tool, signal, ...places } = workplace;
  const startedAt = performance.now();
  const { config, baseDir } = task;
  const prepared = await prepareRun({ config, baseDir, ...places, elapsed: () => performance.now() - startedAt });
  try {
    const { engineNote, dataset } = prepared;
    const { metrics = [] } = prepared.config;
    const engine = engineOf(prepared);
    onEvent({ kind: 'ready', engine, engineNote, metrics, validation: dataset.validation.length });
    const run = { ...prepared, tool, ...(signal && { signal }) };
    const onUpdate = (total: number, { step, loss, lr }: { step: number; loss: number; lr: number }) =>
      onEvent({ kind: 'step', done: step + 1, total, loss, lr });
    const { steps } = config.find;
    if (task.work === 'range-test') {
      const total = steps * config.find.repeats;
      const report = await runFind({
        ...run,
        onStep: ({ sweep, done, loss, lr }) => onUpdate(total, { step: sweep * steps + done - 1, loss, lr }),
      });
      return { ...report, data: { ...report.data, sha256: dataHash(dataset) } }; // it may have to stand beside later ones
    }
    if (task.work === 'sweep') return await oneSweep(run, task.seed, (point) => onUpdate(steps, point));
    const schedule = complete(config.train.schedule);
    if (schedule === null) throw new Error('a schedule without rates cannot be trained with');
    const { rates } = task;
    const trained = await runTrain({ ...run, schedule, rates, onStep: (event, total) => onUpdate(total, event) });
    return trained.report;
  } finally {
    prepared.trainer.dispose();
  }
}

async function oneSweep(run: Run, seed: number, onPoint: (point: Point) => void): Promise<Sweep> {
  const seeded = await run.reseeded(seed);
  try {
    return await runSweep({ ...run, ...seeded, onPoint });
  } finally {
    seeded.trainer.dispose();
  }
}
