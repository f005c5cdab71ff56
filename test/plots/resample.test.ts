import { describe, expect, it } from 'vitest';
import { resample } from '../../src/plots/resample.js';
import { scales } from '../../src/plots/scale.js';

const sample = (x: readonly number[], y: readonly number[], columns: number, last = Math.max(...x)) =>
  resample({ label: '', x, y, weight: 'normal' }, (value) => (value / last) * columns, scales.linear, columns);

describe('resample', () => {
  it('interpolates between points, on the edges of the columns', () => {
    expect([...sample([0, 4], [0, 8], 4).at]).toEqual([0, 2, 4, 6, 8]);
  });

  it('takes the point that stands out where several share an edge', () => {
    const y = [1, 1, 1, 1, 1, 1, 9, 1, 1, 1, 1, 1, 1];
    expect([
      ...sample(
        y.map((_, i) => i),
        y,
        3,
      ).at,
    ]).toEqual([1, 1, 9, 1]);
    expect([
      ...sample(
        y.map((_, i) => i),
        y.map((value) => -value),
        3,
      ).at,
    ]).toEqual([-1, -1, -9, -1]);
  });

  it('has nothing between points that are not both finite, and says which edges are broken', () => {
    const { at, broken } = sample([0, 2, 4, 6, 8], [1, 1, Number.NaN, 1, 1], 8);
    expect([...at]).toEqual([1, 1, 1, Number.NaN, Number.NaN, Number.NaN, 1, 1, 1]);
    expect([...broken]).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0]);
  });

  it('does not call an edge broken that has a finite point as well', () => {
    const { at, broken } = sample([0, 1, 1.1, 2], [1, Number.NaN, 5, 1], 2);
    expect([...at]).toEqual([1, 5, 1]);
    expect([...broken]).toEqual([0, 0, 0]);
  });

  it('does not overflow', () => {
    const huge = Array.from({ length: 1000 }, (_, i) => (i % 2 ? 1e300 : -1e300));
    expect(
      [
        ...sample(
          huge.map((_, i) => i),
          huge,
          5,
        ).at,
      ].every(Number.isFinite),
    ).toBe(true);
  });
});
