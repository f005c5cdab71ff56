import { userError } from '../base/errors.js';
import type { RawDataset } from './dataset.js';
import { sizeOf } from './shape.js';

/**
 * Looks at everything a model would stumble over later: nothing there, lengths that differ, values that are not
 * finite, labels without a class, a single class.
 *
 * @returns the number of examples
 */
export function checkDataset(raw: RawDataset, place: string): number {
  const { values, shape, targets } = raw;
  const rows = values.length / sizeOf(shape);
  const answers = targets.kind === 'classes' ? targets.labels.length : targets.values.length / targets.width;
  if (values.length === 0 && answers === 0) {
    throw userError('DATA_EMPTY', `${place} holds no examples`, { hint: 'check that it is the right file' });
  }
  if (sizeOf(shape) === 0) {
    throw userError('DATA_EMPTY', `${place}: examples of shape [${shape}] hold no values`, {
      hint: 'check the inputs',
    });
  }
  if (rows !== answers) {
    throw userError('DATA_COUNT', `${place} has ${rows} inputs of shape [${shape}] but ${answers} targets`, {
      hint: 'check that inputs and targets belong together',
    });
  }
  checkFinite(values, sizeOf(shape), raw.fill !== undefined, `${place}: inputs`);
  if (targets.kind === 'numbers') checkFinite(targets.values, targets.width, false, `${place}: targets`);
  else checkLabels(targets.labels, targets.classes, place);
  return rows;
}

function checkFinite(values: RawDataset['values'], size: number, gapsAllowed: boolean, place: string): void {
  if (!(values instanceof Float32Array)) return;
  let bad = 0; // a plain loop: a callback costs half a second on the 30 million values of random-binary
  while (bad < values.length && (Number.isFinite(values[bad]) || (gapsAllowed && Number.isNaN(values[bad])))) bad++;
  if (bad === values.length) return;
  const where = `row ${Math.floor(bad / size)}, value ${bad % size} (both from 0)`;
  throw userError('DATA_NOT_FINITE', `${place}, ${where}: ${values[bad]} is not a finite 32-bit number`, {
    hint: 'remove the row, or replace the value',
  });
}

function checkLabels(labels: Uint8Array | Int32Array, classes: readonly string[], place: string): void {
  const bad = labels.findIndex((label) => label < 0 || label >= classes.length);
  if (bad !== -1) {
    throw userError(
      'DATA_LABEL',
      `${place}: the label of row ${bad} (from 0) is ${labels[bad]}, outside 0 .. ${classes.length - 1}`,
      {
        hint: 'number the classes from 0, without gaps',
      },
    );
  }
  if (labels.some((label) => label !== labels[0])) return;
  throw userError(
    'DATA_ONE_CLASS',
    `${place}: all ${labels.length} examples are of one class, '${classes[labels[0]!]}', so there is nothing to learn`,
    {
      hint: 'check the label column or file',
    },
  );
}
