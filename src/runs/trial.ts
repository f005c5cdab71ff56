import type { TrainReport } from '../reports/train.js';
import type { Outcome } from './task.js';

/** One training of a comparison. */
export interface Trial {
  /** Number of the contender, from 0. */
  readonly contender: number;
  readonly seed: number;
  readonly outcome: Outcome<'train'>;
}

/** How a trial ended, in one word. */
export function statusOf({
  outcome,
}: Pick<Trial, 'outcome'>): 'completed' | 'diverged' | 'interrupted' | 'failed' | 'skipped' {
  if (!outcome.ok) return outcome.what === 'lost' ? 'failed' : 'skipped';
  const ended: Partial<Record<TrainReport['stop'], 'diverged' | 'interrupted'>> = {
    'non-finite': 'diverged',
    interrupted: 'interrupted',
  };
  return ended[outcome.report.stop] ?? 'completed';
}
