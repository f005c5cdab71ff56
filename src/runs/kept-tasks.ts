import type { FindReport } from '../reports/find.js';
import type { TrainReport } from '../reports/train.js';
import type { Outcome, Task, TaskEvent, Workers } from './task.js';

/** Where the results of tasks outlive the process, each under the name of its task. */
export interface KeptResults {
  /** Null where there is none that can be read. */
  find(name: string): Promise<FindReport | TrainReport | null>;
  keep(name: string, report: FindReport | TrainReport): Promise<void>;
}

/** A single sweep is part of a report to come, and is not kept. */
const kinds = { 'range-test': 'lr-tool/find', train: 'lr-tool/train', sweep: null } as const;

/** A result that stands; what was interrupted is kept to be looked at, and done again. */
const isFinal = ({ work }: Task, report: FindReport | TrainReport): boolean =>
  report.kind === kinds[work] && report.stop !== 'interrupted';

/**
 * Workers that keep what comes of their tasks, and do none again whose result is there: so a run of many tasks goes on
 * where it was stopped or killed. The names have to mean the same tasks as before; see to that first.
 *
 * @param onKept told of tasks that were not done again
 */
export const keepingWorkers = (workers: Workers, results: KeptResults, onKept: (name: string) => void): Workers => ({
  async run<W extends Task['work']>(
    task: Task & { readonly work: W },
    onEvent: (event: TaskEvent) => void,
  ): Promise<Outcome<W>> {
    const known = await results.find(task.name);
    if (known !== null && isFinal(task, known)) {
      onKept(task.name);
      return { ok: true, report: known } as Outcome<W>; // of this kind of work: `isFinal` has looked
    }
    const outcome = await workers.run<W>(task, onEvent);
    if (outcome.ok && 'kind' in outcome.report) await results.keep(task.name, outcome.report);
    return outcome;
  },
});
