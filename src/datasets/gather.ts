import type { Dataset, Values } from './dataset.js';
import { sizeOf } from './shape.js';

/** The inputs of the rows one after another, scaled: rows.length * size numbers. */
export function gatherInputs({ inputs }: Pick<Dataset, 'inputs'>, rows: Int32Array): Float32Array {
  const { values, shape, scaling } = inputs;
  const { multiply, add } = scaling;
  const size = sizeOf(shape);
  if (typeof multiply === 'number' && typeof add === 'number') return copyRows(values, size, rows, multiply, add);
  const factors = typeof multiply === 'number' ? new Float32Array(size).fill(multiply) : multiply;
  const terms = typeof add === 'number' ? new Float32Array(size).fill(add) : add;
  const copy = new Float32Array(rows.length * size);
  let to = 0;
  for (const row of rows) {
    for (let j = 0, from = row * size; j < size; j++, from++) copy[to++] = values[from]! * factors[j]! + terms[j]!;
  }
  return copy;
}

/** The class labels of the rows. */
export function gatherLabels({ targets }: Pick<Dataset, 'targets'>, rows: Int32Array): Int32Array {
  if (targets.kind !== 'classes') throw new Error('these targets are numbers, not classes');
  const { labels } = targets;
  const copy = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) copy[i] = labels[rows[i]!]!;
  return copy;
}

/** The target numbers of the rows one after another: rows.length * width. */
export function gatherTargets({ targets }: Pick<Dataset, 'targets'>, rows: Int32Array): Float32Array {
  if (targets.kind !== 'numbers') throw new Error('these targets are classes, not numbers');
  return copyRows(targets.values, targets.width, rows, 1, 0);
}

/** Computed in double precision, rounded once. */
function copyRows(values: Values, size: number, rows: Int32Array, multiply: number, add: number): Float32Array {
  const copy = new Float32Array(rows.length * size);
  let to = 0;
  for (const row of rows) {
    for (let from = row * size, end = from + size; from < end; from++) copy[to++] = values[from]! * multiply + add;
  }
  return copy;
}
