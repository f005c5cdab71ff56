import type { RawDataset, Scaling } from './dataset.js';
import { type ColumnStatistics, columnStatistics } from './statistics.js';

interface ScalingSpec {
  readonly summary: string;
  readonly of: (raw: RawDataset, train: Int32Array) => Scaling;
}

/**
 * Every scaling, in the order of help and docs. Statistics come from the training rows only, in double precision.
 * A value that is the same in all of them becomes 0.
 */
export const scalings = {
  none: { summary: 'as stored', of: () => ({ multiply: 1, add: 0 }) },
  unit: { summary: 'x / largest possible value (255 for bytes)', of: unit },
  minmax: { summary: 'each value to [0, 1] over the training rows', of: perValue(({ min, max }) => [min, max - min]) },
  standard: {
    summary: 'each value to mean 0 and standard deviation 1 over the training rows',
    of: perValue(({ mean, deviation }) => [mean, deviation]),
  },
} as const satisfies Record<string, ScalingSpec>;

export type ScalingName = keyof typeof scalings;
export const scalingNames = Object.keys(scalings) as [ScalingName, ...ScalingName[]];

function unit({ values, shape, unit }: RawDataset, train: Int32Array): Scaling {
  if (unit !== undefined) return { multiply: 1 / unit, add: 0 };
  const bounds = columnStatistics(values, shape, train);
  const largest = bounds.reduce((most, { min, max }) => Math.max(most, -min, max), 0);
  return { multiply: hasSize(largest) ? 1 / largest : 1, add: 0 };
}

/** Whether 1 / spread is a number of single precision: neither 0 has one nor the denormal numbers next to it. */
const hasSize = (spread: number) => Number.isFinite(Math.fround(1 / spread));

/** (x - center) / spread for each value of an example. */
function perValue(centerAndSpread: (column: ColumnStatistics) => readonly [number, number]): ScalingSpec['of'] {
  return ({ values, shape }, train) => {
    const columns = columnStatistics(values, shape, train);
    const multiply = new Float32Array(columns.length);
    const add = new Float32Array(columns.length);
    columns.forEach((column, j) => {
      // Not `spread === 0`: the deviation of 0.1, 0.1, 0.1 is a rounding error, and would be blown up to 1.
      if (column.min === column.max) return;
      const [center, spread] = centerAndSpread(column);
      if (!hasSize(spread)) return;
      multiply[j] = 1 / spread;
      add[j] = -center / spread;
    });
    return { multiply, add };
  };
}
