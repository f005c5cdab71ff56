import type { Values } from './dataset.js';
import { sizeOf } from './shape.js';

export interface ColumnStatistics {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Of the population: the squares are divided by n. */
  readonly deviation: number;
}

/** Statistics of each value of an example over the given rows (one or more), in double precision, in two passes. */
export function columnStatistics(values: Values, shape: readonly number[], rows: Int32Array): ColumnStatistics[] {
  const size = sizeOf(shape);
  const min = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const max = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  const mean = new Float64Array(size);
  const squares = new Float64Array(size);
  for (const row of rows) {
    for (let j = 0, i = row * size; j < size; j++, i++) {
      const value = values[i]!;
      if (value < min[j]!) min[j] = value;
      if (value > max[j]!) max[j] = value;
      mean[j]! += value / rows.length;
    }
  }
  for (const row of rows) {
    for (let j = 0, i = row * size; j < size; j++, i++) squares[j]! += (values[i]! - mean[j]!) ** 2;
  }
  return Array.from({ length: size }, (_, j) => ({
    min: min[j]!,
    max: max[j]!,
    mean: mean[j]!,
    deviation: Math.sqrt(squares[j]! / rows.length),
  }));
}
