import type { TaskEvent } from '../../runs/task.js';
import type { Screen } from '../screen.js';

/** One line for several trainings at a time. */
export interface OverallProgress {
  update(training: number, event: Extract<TaskEvent, { kind: 'step' }>): void;
  /** A training has ended; the line about it stays. */
  ended(line: string): void;
}

/** Updates that are not known yet are taken to be as many as those of the trainings (`noun`) that have begun. */
export function overallProgress({ progress, note }: Screen, trainings: number, noun = 'trainings'): OverallProgress {
  const begun = new Map<number, { done: number; total: number }>();
  let ended = 0;
  return {
    update(training, { done, total }) {
      begun.set(training, { done, total });
      const all = [...begun.values()];
      const known = all.reduce((sum, one) => sum + one.total, 0);
      progress.update({
        done: all.reduce((sum, one) => sum + one.done, 0),
        total: Math.round((known / all.length) * trainings),
        words: `${ended} of ${trainings} ${noun} done`,
      });
    },
    ended(line) {
      ended += 1;
      progress.finish();
      note(`${String(ended).padStart(String(trainings).length)} of ${trainings}  ${line}`);
    },
  };
}
