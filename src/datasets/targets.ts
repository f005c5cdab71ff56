import { userError } from '../base/errors.js';
import type { Targets, Values } from './dataset.js';
import type { Task } from './params.js';

/** More classes than any model here has outputs for: such labels are something else, e.g. row numbers. */
const mostClasses = 100_000;

/** Targets as they were stored: an array whose first axis counts the examples. */
export interface StoredTargets {
  readonly values: Values;
  /** Numbers per example. */
  readonly width: number;
  /** Stored as whole numbers; decides what `auto` means. */
  readonly whole: boolean;
  /** For messages. */
  readonly place: string;
}

/** Class labels or numbers, as the task says; `auto`: whole numbers, one per example, are classes. */
export function targetsOf({ values, width, whole, place }: StoredTargets, task: Task): Targets {
  const asClasses = task === 'classification' || (task === 'auto' && whole && width === 1);
  if (!asClasses) return { kind: 'numbers', values: Float32Array.from(values), width };
  if (width === 1) return classTargets(values, place);
  throw userError('DATA_LABEL', `${place} has ${width} numbers per example; a class label is one`, {
    hint: 'set task: regression, or save the labels as one whole number per example',
  });
}

/**
 * Labels 0, 1, 2, ... with their names.
 *
 * @param names names of all classes; left out: the numbers up to the largest label
 * @throws LrToolError DATA_LABEL for a label that is fractional, negative or beyond the names
 */
export function classTargets(values: Values, place: string, names?: readonly string[]): Targets {
  const limit = names?.length ?? mostClasses;
  let largest = -1;
  values.forEach((label, row) => {
    if (!Number.isInteger(label)) {
      throw userError('DATA_LABEL', `${place}: the label of row ${row} (from 0) is ${label}, not a whole number`, {
        hint: 'set task: regression if the targets are quantities',
      });
    }
    if (label < 0 || label >= limit) {
      throw userError(
        'DATA_LABEL',
        `${place}: the label of row ${row} (from 0) is ${label}, outside 0 .. ${limit - 1}`,
        {
          hint: 'number the classes from 0, without gaps',
        },
      );
    }
    if (label > largest) largest = label;
  });
  const labels = values instanceof Float32Array ? Int32Array.from(values) : values;
  return {
    kind: 'classes',
    labels,
    classes: names ?? Array.from({ length: largest + 1 }, (_, label) => String(label)),
  };
}

/** One row per label: 1 at the place of its class, 0 elsewhere. */
export function oneHot(targets: Targets): Targets {
  if (targets.kind === 'numbers') {
    throw userError('DATA_LABEL', 'oneHot: true needs class labels, but the targets are numbers', {
      hint: 'leave `oneHot` out',
    });
  }
  const { labels, classes } = targets;
  const values = new Float32Array(labels.length * classes.length);
  labels.forEach((label, row) => {
    values[row * classes.length + label] = 1;
  });
  return { kind: 'numbers', values, width: classes.length, classes };
}
