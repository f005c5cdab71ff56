import type { FindReport } from '../reports/find.js';
import type { TrainReport } from '../reports/train.js';
import type { Outcome, Task, TaskEvent, TaskReport, Workers } from './task.js';

/** Where the results of tasks outlive the process, each under the name of its task. */
export interface KeptResults {
  /** Null where there is none that can be read. */
  find(name: string): Promise<FindReport | TrainReport | null>;
  keep(name: string, report: FindReport | TrainReport): Promise<void>;
}

/** Kinds of the reports of work whose results are kept; a single sweep has none, and is done again. */
const kinds: Partial<Record<Task['work'], string>> = { 'range-test': 'lr-tool/find', train: 'lr-tool/train' };

const isReport = (report: TaskReport): report is FindReport | TrainReport => 'kind' in report;

/** A result that stands; what was interrupted, be it in its repeats, is kept to be looked at, and done again. */
export function isFinal({ work, config }: Task, report: FindReport | TrainReport): boolean {
  if (report.kind !== kinds[work] || report.stop === 'interrupted') return false;
  return report.kind !== 'lr-tool/find' || 1 + report.repeats.length >= config.find.repeats;
}

/**
 * Workers that keep what comes of their tasks, and do none again whose result is there: so a run of many tasks goes on
 * where it was stopped or killed. The names have to mean the same tasks as before; see to that first.
 *
 * Results are looked for one after another, so that tasks begin in the order in which they are asked for.
 */
export function keepingWorkers(workers: Workers, results: KeptResults): Workers {
  let looking: Promise<unknown> = Promise.resolve();
  return {
    async run<W extends Task['work']>(
      task: Task & { readonly work: W },
      onEvent: (event: TaskEvent) => void,
    ): Promise<Outcome<W>> {
      const found = looking.then(() => results.find(task.name));
      looking = found.catch(() => undefined); // whose error it is, is told
      const known = await found;
      if (known !== null && isFinal(task, known)) {
        return { ok: true, report: known } as Outcome<W>; // of this kind of work: `isFinal` has looked
      }
      const outcome = await workers.run<W>(task, onEvent);
      if (outcome.ok && isReport(outcome.report)) await results.keep(task.name, outcome.report);
      return outcome;
    },
  };
}
