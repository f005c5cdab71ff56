import type { CompareReport } from '../reports/compare.js';
import type { Warning } from '../reports/find.js';
import type { Contender, RatedContender } from './compare-rates.js';
import { comparisonReport } from './compare-report.js';
import { type Judge, requireJudged } from './judge.js';
import type { Task, TaskEvent, Workers } from './task.js';
import type { Trial } from './trial.js';

export interface Comparison {
  readonly contenders: readonly RatedContender[];
  readonly seeds: readonly number[];
  /** Null: the validation loss where there is one, else the loss. */
  readonly judge: Judge | null;
  readonly workers: Workers;
  /** Version of lr-tool, for the report. */
  readonly tool: string;
  /** Processes that work at a time, for the report. */
  readonly processes: number;
  readonly warnings: readonly Warning[];
  readonly onEvent: (trial: number, event: TaskEvent) => void;
  /** Called as trials end, in whatever order that is. */
  readonly onTrial: (trial: Trial) => void;
}

/** "1-clr": what the files of a contender are called by. */
export const contenderName = (contender: number, { label }: Contender): string =>
  `${contender + 1}-${label.replace(/[^\w.-]+/g, '-').slice(0, 60)}`;

/** A training of a comparison that is to be done. */
export interface PlannedTrial extends Omit<Trial, 'outcome'> {
  readonly task: Task & { readonly work: 'train' };
}

/** All trainings, in the order in which they are begun: the first seed by all before the second. */
export const contenderTasks = (contenders: readonly RatedContender[], seeds: readonly number[]): PlannedTrial[] =>
  seeds.flatMap((seed) =>
    contenders.map((one, contender) => {
      const { config, baseDir, rates } = one;
      const name = `${contenderName(contender, one)}-seed-${seed}`;
      return { contender, seed, task: { work: 'train', name, config: { ...config, seed }, baseDir, rates } };
    }),
  );

/**
 * Trains every contender at every seed and ranks them. At a seed all start from the same initial weights and see the same
 * batches, as far as their configs allow it: both follow from the seed alone. The first seed is trained by all before the
 * second, so that an interrupted comparison holds whole seeds. The report depends on the trials only, not on the order in
 * which they end.
 *
 * Error: JUDGE_ABSENT where a training has no such value; and those of the trainings.
 */
export async function runCompare(comparison: Comparison): Promise<CompareReport> {
  const { contenders, seeds, judge, workers, onEvent, onTrial } = comparison;
  const startedAt = performance.now();
  const trials = await Promise.all(
    contenderTasks(contenders, seeds).map(async ({ contender, seed, task }, number): Promise<Trial> => {
      const outcome = await workers.run(task, (event) => {
        if (event.kind === 'ready' && judge !== null) requireJudged(judge, event);
        onEvent(number, event);
      });
      const trial = { contender, seed, outcome };
      onTrial(trial);
      return trial;
    }),
  );
  return comparisonReport({ ...comparison, trials, wallMs: performance.now() - startedAt });
}
