import { userError } from '../../base/errors.js';
import type { RawDataset, Values } from '../dataset.js';
import { checkMemory } from '../limits.js';
import type { Task } from '../params.js';
import { reshaped, sizeOf } from '../shape.js';
import { targetsOf } from '../targets.js';
import type { NpyArray } from './npy.js';

export interface ArrayPair {
  readonly inputs: NpyArray;
  readonly targets: NpyArray;
}

/** A data set from a training pair of arrays and, where there is one, a test pair. */
export function joinArrays(pairs: readonly ArrayPair[], task: Task, wanted?: readonly number[]): RawDataset {
  for (const { inputs, targets } of pairs) {
    if (inputs.shape[0] === targets.shape[0]) continue;
    const counts = `${inputs.place} has ${inputs.shape[0]} examples, but ${targets.place} ${targets.shape[0]}`;
    throw userError('DATA_COUNT', counts, { hint: 'check that the two arrays belong together' });
  }
  const inputs = concatenated(pairs.map((pair) => pair.inputs));
  const targets = concatenated(pairs.map((pair) => pair.targets));
  const stored = inputs.shape.length === 1 ? [1] : inputs.shape.slice(1);
  return {
    values: inputs.values,
    shape: reshaped(stored, wanted, inputs.place),
    targets: targetsOf({ ...targets, width: sizeOf(targets.shape.slice(1)) }, task),
    ...(inputs.values instanceof Uint8Array && { unit: 255 }),
    ...(pairs.length > 1 && { testFrom: pairs[0]!.inputs.shape[0]! }),
  };
}

function concatenated(arrays: readonly NpyArray[]): NpyArray {
  const [first, second] = arrays as [NpyArray, NpyArray?];
  if (second === undefined) return first;
  const [a, b] = [first, second].map(({ shape, values }) => `[${shape.slice(1)}] ${values.constructor.name}`);
  if (a !== b) {
    throw userError('DATA_SHAPE', `${first.place} holds examples of ${a}, but ${second.place} of ${b}`, {
      hint: 'training and test arrays must have the same shape and type',
    });
  }
  const length = first.values.length + second.values.length;
  checkMemory(length * first.values.BYTES_PER_ELEMENT, first.place);
  const values: Values = new (first.values.constructor as new (length: number) => Values)(length);
  values.set(first.values);
  values.set(second.values, first.values.length);
  return { ...first, values, shape: [first.shape[0]! + second.shape[0]!, ...first.shape.slice(1)] };
}
