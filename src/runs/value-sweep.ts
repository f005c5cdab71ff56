import { chooseValue, type TestedValue, type ValueChoice } from '../analysis/values/choose.js';
import { preferenceFor } from '../analysis/values/preference.js';
import { valueWarnings } from '../analysis/values/warnings.js';
import { lastName } from '../base/names.js';
import type { RunConfig } from '../config/run-config.js';
import { traitsOf } from '../optimizers/traits.js';
import { orNull } from '../reports/curve-reading.js';
import type { FindReport } from '../reports/find.js';
import { lowestReading, type ValueJudge } from '../reports/value-reading.js';
import type { ValueSweepReport, ValueTest } from '../reports/value-sweep.js';
import { isFinal } from './kept-tasks.js';
import type { Outcome, Task, TaskEvent, Workers } from './task.js';

/** The config of a range test at one value of the key. */
export interface SweptValue {
  /** As typed. */
  readonly text: string;
  /** As it stands in the config. */
  readonly value: unknown;
  readonly config: RunConfig;
}

/** Range tests at several values of one key, everything else equal. */
export interface ValueSweep {
  readonly key: string;
  /** Without the values. */
  readonly config: RunConfig;
  readonly values: readonly SweptValue[];
  /** Folder that relative paths of the configs start from. */
  readonly baseDir: string;
}

export interface ValueSweepRun extends ValueSweep {
  readonly workers: Workers;
  /** Version of lr-tool, for the report. */
  readonly tool: string;
  /** Processes that work at a time, for the report. */
  readonly processes: number;
  readonly onEvent: (test: number, event: TaskEvent) => void;
  /** Called as tests end, in whatever order that is. */
  readonly onTest: (test: ValueTest, number: number) => void;
}

/** "weightDecay 1e-4": the last name of the key, and the value as typed. */
export const valueLabel = (key: string, { text }: Pick<SweptValue, 'text'>): string => `${lastName(key)} ${text}`;

/** "2-weightDecay-1e-4": what the files of a value are called by. */
const valueName = (key: string, value: SweptValue, number: number) =>
  `${number + 1}-${valueLabel(key, value)
    .replace(/[^\w.+-]+/g, '-')
    .slice(0, 60)
    .replace(/-$/, '')}`;

/** All range tests, in the order in which they are begun. */
export const valueTasks = ({ key, values, baseDir }: ValueSweep): (Task & { readonly work: 'range-test' })[] =>
  values.map((value, number) => ({
    work: 'range-test',
    name: valueName(key, value, number),
    config: value.config,
    baseDir,
  }));

/**
 * Does the range test of every value, each from the same initial weights and, where the batch size is the same, on the same
 * batches in the same order: both follow from the seed. The report tells which value to take (`chooseValue`). It depends on
 * the tests only, not on the order in which they end.
 */
export async function runValueSweep(run: ValueSweepRun): Promise<ValueSweepReport> {
  const { key, config, values, workers, tool, processes, onEvent, onTest } = run;
  const startedAt = performance.now();
  const judge = judgeOf(config);
  const read = await Promise.all(
    valueTasks(run).map(async (task, number) => {
      const outcome = await workers.run(task, (event) => onEvent(number, event));
      const both = readValue(key, values[number]!, task, outcome, judge);
      onTest(both.test, number);
      return both;
    }),
  );
  const tests = read.map(({ test }) => test);
  const tested = read.map((one) => one.tested);
  const { name } = preferenceFor(
    key,
    tested.every(({ number }) => number !== null),
  );
  const stopped = tests.some(({ status }) => status === 'interrupted' || status === 'skipped');
  const rows = tests.reduce((most, { report }) => Math.max(most, report?.data.validation ?? 0), 0);
  const choice = stopped ? null : chooseValue(tested, name);
  return {
    kind: 'lr-tool/value-sweep',
    version: 1,
    tool,
    key,
    config: { ...config },
    judge,
    preference: name,
    tests,
    choice: choiceOf(choice, tests, stopped),
    stop: stopped ? 'interrupted' : 'completed',
    warnings: stopped ? [] : valueWarnings({ key, values: tested, validated: judge === 'val_loss', rows, choice }),
    timing: { wallMs: performance.now() - startedAt, processes },
  };
}

const judgeOf = ({ find }: RunConfig): ValueJudge => (find.validation > 0 ? 'val_loss' : 'loss');

/** What came of a value: for the report, and to be chosen by. */
function readValue(
  key: string,
  swept: SweptValue,
  task: Task,
  outcome: Outcome<'range-test'>,
  judge: ValueJudge,
): { readonly test: ValueTest; readonly tested: TestedValue } {
  const { text, value, config } = swept;
  const report = outcome.ok && isFinal(task, outcome.report) ? outcome.report : null;
  const reading = report === null ? null : lowestReading(report, judge, config.find.smoothing);
  const judged = (reading?.judged ?? []).map(orNull);
  return {
    test: { value, text, ...endingOf(outcome, report), lowest: reading?.lowest ?? null, judged, report },
    tested: {
      label: valueLabel(key, swept),
      number: typeof value === 'number' ? value : null,
      rate: report?.recommendation.ok ? report.recommendation.lr : null,
      momentum: traitsOf(config.optimizer).momentum,
      lowest: reading?.lowest.each ?? [],
      fall: reading?.fall ?? 0,
      noise: reading?.lowest.noise ?? 0,
    },
  };
}

function endingOf(outcome: Outcome<'range-test'>, report: FindReport | null): Pick<ValueTest, 'status' | 'why'> {
  if (!outcome.ok) return { status: outcome.what === 'lost' ? 'failed' : 'skipped', why: outcome.why };
  return { status: report === null ? 'interrupted' : 'completed' };
}

function choiceOf(
  choice: ValueChoice | null,
  tests: readonly ValueTest[],
  stopped: boolean,
): ValueSweepReport['choice'] {
  if (choice !== null) return { ok: true, ...choice, why: [...choice.why] };
  const done = tests.filter(({ status }) => status === 'completed').length;
  const why = stopped
    ? [`it was interrupted: ${done} of ${tests.length} values were done`, 'go on with --resume']
    : ['no value supports a learning rate', 'look at each value: its report tells what to change'];
  return { ok: false, why };
}
