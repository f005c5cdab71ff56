import { userError } from '../base/errors.js';
import type { Values } from './dataset.js';
import { sizeOf } from './shape.js';

/** Ways to fill gaps, in the order of help and docs: what a gap becomes, from the known training values of its column. */
const fills = {
  mean: (known: Float64Array) => known.reduce((sum, value) => sum + value / known.length, 0),
  median: (known: Float64Array) => {
    const sorted = known.toSorted();
    const half = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
  },
  zero: () => 0,
} as const satisfies Record<string, (known: Float64Array) => number>;

export type FillName = keyof typeof fills;
export const fillNames = Object.keys(fills) as [FillName, ...FillName[]];

/**
 * Fills every NaN, in place. Only training rows are looked at, so that nothing of the validation rows leaks into them.
 *
 * @throws LrToolError DATA_MISSING where a column has gaps but no training row has a value for it
 */
export function fillGaps(values: Values, shape: readonly number[], train: Int32Array, fill: FillName): void {
  const size = sizeOf(shape);
  for (const column of columnsWithGaps(values, size)) {
    const known = Float64Array.from(train, (row) => values[row * size + column]!).filter(
      (value) => !Number.isNaN(value),
    );
    if (known.length === 0 && fill !== 'zero') {
      throw userError('DATA_MISSING', `value ${column} of the examples (from 0) is missing in every training row`, {
        hint: 'leave that column out, or use missing: zero',
      });
    }
    const filler = fills[fill](known);
    for (let i = column; i < values.length; i += size) if (Number.isNaN(values[i])) values[i] = filler;
  }
}

function columnsWithGaps(values: Values, size: number): Set<number> {
  const columns = new Set<number>();
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) columns.add(i % size);
  return columns;
}
