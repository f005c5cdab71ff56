import { userError } from '../base/errors.js';
import { didYouMean } from '../base/names.js';
import { directionOf } from '../controllers/monitor.js';
import { metricNames } from '../models/metrics.js';
import type { TrainReport } from '../reports/train.js';

/** What trainings are ranked by: a value of their last epoch. */
export interface Judge {
  readonly by: string;
  readonly better: 'lower' | 'higher';
}

/** Losses that trainings can be ranked by, besides the metrics. */
const losses = ['val_loss', 'loss'] as const;

export const judgeNames: readonly string[] = [...losses, ...metricNames];

/**
 * The judge of a name.
 *
 * Error: JUDGE_UNKNOWN
 */
export function judgeOf(name: string): Judge {
  if (losses.some((loss) => loss === name)) return { by: name, better: 'lower' };
  const metric = metricNames.find((known) => known === name);
  if (metric !== undefined) return { by: metric, better: directionOf(metric) === 'max' ? 'higher' : 'lower' };
  throw userError('JUDGE_UNKNOWN', `--judge ${name}: there is no such value (${didYouMean(name, judgeNames)})`, {
    hint: 'val_loss is the loss of the validation rows, loss that of the training rows',
  });
}

/** Of the validation rows where there are any. */
export const defaultJudge = (validated: boolean): Judge => judgeOf(validated ? 'val_loss' : 'loss');

/**
 * Checks that a training will have the value.
 *
 * Error: JUDGE_ABSENT
 */
export function requireJudged(
  { by }: Judge,
  { metrics, validation }: { readonly metrics: readonly string[]; readonly validation: number },
): void {
  const known = ['loss', ...(validation > 0 ? ['val_loss', ...metrics] : [])];
  if (known.includes(by)) return;
  throw userError('JUDGE_ABSENT', `--judge ${by}: these trainings have ${known.join(', ')} only`, {
    hint:
      validation > 0 ? `name one of them, or set metrics=["${by}"]` : 'set dataset.validation to a part of the rows',
  });
}

/** The value of an epoch; null where it was not finite or there is no epoch. */
export function judgedValue({ by }: Judge, outcome: TrainReport['final']): number | null {
  if (outcome === null) return null;
  if (by === 'loss') return outcome.loss;
  return (by === 'val_loss' ? outcome.valLoss : outcome.metrics[by]) ?? null;
}
