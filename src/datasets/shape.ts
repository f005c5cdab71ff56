import { userError } from '../base/errors.js';

/** Number of values of one example. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);

/** The wanted shape of an example if it holds as many values as the stored one; the stored one if none is wanted. */
export function reshaped(stored: readonly number[], wanted: readonly number[] | undefined, place: string) {
  if (wanted === undefined) return stored;
  if (sizeOf(wanted) === sizeOf(stored)) return wanted;
  throw userError(
    'DATA_SHAPE',
    `shape [${wanted}] needs ${sizeOf(wanted)} values per example, but ${place} has ${sizeOf(stored)}`,
    { hint: 'give a shape whose sides multiply to that number, or leave `shape` out' },
  );
}
