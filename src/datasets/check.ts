import { userError } from '../base/errors.js';
import { shownText } from '../base/shown.js';
import type { RawDataset } from './dataset.js';
import { sizeOf } from './shape.js';

/**
 * Looks at everything a model would stumble over later: nothing there, lengths that differ, values that are not
 * finite, labels without a class, a single class or target.
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
  if (targets.kind === 'numbers') checkTargets(targets.values, targets.width, place);
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

function checkTargets(values: Float32Array, width: number, place: string): void {
  checkFinite(values, width, false, `${place}: targets`);
  if (values.some((value, i) => value !== values[i % width])) return;
  const shown = [...values.subarray(0, Math.min(width, 3))].map((value) => Number(value.toPrecision(7))).join(', ');
  const text = width === 1 ? shown : `[${shown}${width > 3 ? ', ...' : ''}]`;
  throw nothingToLearn('DATA_ONE_TARGET', place, values.length / width, `have the target ${text}`);
}

const nothingToLearn = (code: string, place: string, examples: number, what: string) =>
  userError(
    code,
    examples === 1
      ? `${place} has 1 example only, so there is nothing to learn`
      : `${place}: all ${examples} examples ${what}, so there is nothing to learn`,
    { hint: 'check the label column or file' },
  );

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
  const name = shownText(classes[labels[0]!]!);
  throw nothingToLearn('DATA_ONE_CLASS', place, labels.length, `are of one class, '${name}'`);
}
