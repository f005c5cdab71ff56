import type { Dataset } from '../datasets/dataset.js';
import { gatherLabels, gatherTargets } from '../datasets/gather.js';
import { type LossConfig, lossSpec } from '../models/losses.js';

/** Outputs that a model needs for the targets: one where the loss is of yes or no, one per class, one per number. */
export function outputsFor({ targets }: Pick<Dataset, 'targets'>, loss: LossConfig): number {
  if (lossSpec(loss.name).link === 'sigmoid') return 1;
  return targets.kind === 'classes' ? targets.classes.length : targets.width;
}

/** What the outputs are compared with, for messages. */
export function targetsText({ targets }: Pick<Dataset, 'targets'>): string {
  if (targets.kind === 'classes') return `${targets.classes.length} classes`;
  if (targets.classes) return `one-hot rows of ${targets.width} classes`;
  return targets.width === 1 ? 'one number per example' : `${targets.width} numbers per example`;
}

/** The targets of the rows: a label each (as a number for yes-or-no losses too), or their numbers one after another. */
export const gather = (dataset: Dataset, rows: Int32Array): ArrayLike<number> =>
  dataset.targets.kind === 'classes' ? gatherLabels(dataset, rows) : gatherTargets(dataset, rows);
