import type { Report } from './all.js';
import type { CompareReport } from './compare.js';
import type { FindReport } from './find.js';
import type { ScheduleReport } from './schedule.js';
import type { TrainReport } from './train.js';
import type { TrialsReport } from './trials.js';
import type { ValueSweepReport } from './value-sweep.js';

/** A column of numbers over steps, by the name that a dashboard shows; what stands before the slash groups them. */
export interface ScalarColumn {
  readonly tag: string;
  readonly steps: readonly number[];
  /** NaN where the value was not finite. */
  readonly values: readonly number[];
}

/** What a dashboard shows as one run. */
export interface ScalarRun {
  /** Tells it from the others of its report; '' for the first, or only one. */
  readonly name: string;
  readonly columns: readonly ScalarColumn[];
  /** Seconds that it took; 0 where nobody measured. */
  readonly seconds: number;
}

/** The numbers of a report over steps (of a sweep, updates, epochs), for dashboards. */
export function scalarRuns(report: Report): ScalarRun[] {
  switch (report.kind) {
    case 'lr-tool/find':
      return findRuns(report);
    case 'lr-tool/train':
      return [trainRun(report)];
    case 'lr-tool/compare':
      return compareRuns(report);
    case 'lr-tool/schedule':
      return [scheduleRun(report)];
    case 'lr-tool/trials':
      return trialRuns(report);
    case 'lr-tool/value-sweep':
      return valueSweepRuns(report);
  }
}

type Losses = readonly (number | null)[];

const column = (tag: string, steps: readonly number[], values: Losses): ScalarColumn => ({
  tag,
  steps: steps.slice(0, values.length),
  values: values.map((value) => value ?? Number.NaN),
});

const counted = (values: readonly unknown[]) => values.map((_, step) => step);

function findRuns({ curve, repeats, band, timing }: FindReport): ScalarRun[] {
  const { step, lr, loss, smoothed, valLoss, fixedLoss } = curve;
  const columns = [
    column('find/learning_rate', step, lr),
    column('find/loss', step, loss),
    column('find/smoothed_loss', step, smoothed),
    ...(valLoss ? [column('find/validation_loss', step, valLoss)] : []),
    ...(fixedLoss ? [column('find/fixed_loss', step, fixedLoss)] : []),
  ];
  const others = repeats.map((repeat, i) => ({
    name: `repeat-${i + 1}`,
    columns: [
      column('find/learning_rate', counted(repeat.loss), (band?.lr ?? lr).slice(0, repeat.loss.length)),
      column('find/loss', counted(repeat.loss), repeat.loss),
    ],
    seconds: 0,
  }));
  return [{ name: '', columns, seconds: (timing?.sweepMs ?? 0) / 1000 }, ...others];
}

const trainRun = ({ steps, epochs, timing }: TrainReport): ScalarRun => ({
  name: '',
  columns: [
    column('batch/learning_rate', steps.step, steps.lr),
    ...(steps.momentum ? [column('batch/momentum', steps.step, steps.momentum)] : []),
    column('batch/loss', steps.step, steps.loss),
    ...epochColumns(epochs),
  ],
  seconds: timing.trainMs / 1000,
});

const epochColumns = ({ epoch, lr, loss, valLoss, metrics }: TrainReport['epochs']): ScalarColumn[] => [
  column('epoch/learning_rate', epoch, lr),
  column('epoch/loss', epoch, loss),
  ...(valLoss ? [column('epoch/validation_loss', epoch, valLoss)] : []),
  ...Object.entries(metrics).map(([name, values]) => column(`epoch/validation_${name}`, epoch, values)),
];

const compareRuns = ({ contenders }: CompareReport): ScalarRun[] =>
  contenders.flatMap(({ label, runs }) =>
    runs.flatMap(({ seed, training, timing }) =>
      training === null
        ? []
        : [
            {
              name: `${label}-seed-${seed}`,
              columns: epochColumns(training.epochs),
              seconds: (timing?.trainMs ?? 0) / 1000,
            },
          ],
    ),
  );

const scheduleRun = ({ lr, momentum }: ScheduleReport): ScalarRun => ({
  name: '',
  columns: [
    column('schedule/learning_rate', counted(lr), lr),
    ...(momentum ? [column('schedule/momentum', counted(momentum), momentum)] : []),
  ],
  seconds: 0,
});

const trialRuns = ({ test, trials }: TrialsReport): ScalarRun[] =>
  trials.map(({ lr, loss }) => ({
    name: lr === 0 ? 'untrained' : `lr-${lr}`,
    columns: [column(`${test}/loss`, counted(loss), loss)],
    seconds: 0,
  }));

/** Those of each value, under its name. */
const valueSweepRuns = ({ key, tests }: ValueSweepReport): ScalarRun[] =>
  tests.flatMap(({ text, report }) =>
    report === null
      ? []
      : findRuns(report).map((run) => ({ ...run, name: [`${key}=${text}`, run.name].filter(Boolean).join('-') })),
  );
