import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearTicks, logTicks, multiplesWithin, niceSteps, tickLabels } from '../../src/plots/ticks.js';

describe('linearTicks', () => {
  it.each([
    [0, 1, 6, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0, 0.5, 10, [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5].filter((_, i) => i % 2 === 0)],
    [-1, 1, 5, [-1, -0.5, 0, 0.5, 1]],
    [0.35, 2.4, 5, [0.5, 1, 1.5, 2]],
    [0, 100_000, 5, [0, 50_000, 100_000]],
    [1e-8, 3e-8, 5, [1e-8, 1.5e-8, 2e-8, 2.5e-8, 3e-8]],
    [3, 3, 4, [3]],
  ])('from %d to %d, %d at most: %j', (min, max, most, ticks) => {
    expect(linearTicks(min, max, most)).toEqual(ticks);
  });

  it('leaves out what 3 digits do not tell apart', () => {
    expect(linearTicks(1000, 1001, 10)).toEqual([1000]);
    expect(linearTicks(2.3, 2.32, 10)).toEqual([2.3, 2.31, 2.32]);
  });
});

describe('logTicks', () => {
  it.each([
    [1e-7, 10, 9, [1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 10]],
    [1e-7, 10, 8, [1e-6, 1e-4, 0.01, 1]],
    [1e-7, 10, 3, [1e-6, 1e-3, 1]],
    [1e-3, 0.1, 9, [1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1]],
    [1e-3, 0.1, 6, [1e-3, 0.01, 0.1]],
    [3e-3, 4e-3, 6, [3e-3, 3.2e-3, 3.4e-3, 3.6e-3, 3.8e-3, 4e-3]],
    [1e-300, 1e300, 7, [1e-300, 1e-200, 1e-100, 1, 1e100, 1e200, 1e300]],
  ])('from %d to %d, %d at most: %j', (min, max, most, ticks) => {
    expect(logTicks(min, max, most)).toEqual(ticks);
  });
});

describe('any ticks', () => {
  const most = fc.integer({ min: 1, max: 40 });
  const ascending = (ticks: readonly number[]) => ticks.every((tick, i) => i === 0 || tick > ticks[i - 1]!);

  it('are ordered, within the range, few enough, with labels of 3 digits that differ', () => {
    const positive = fc.double({ min: 1e-300, max: 1e300, noNaN: true });
    // steps below 1e-305 would run into subnormal numbers; the scale draws such ranges as flat
    const any = fc.oneof(
      fc.double({ min: -1e300, max: 1e300, noNaN: true }).filter((v) => v === 0 || Math.abs(v) > 1e-290),
      fc.integer({ min: -1000, max: 1000 }),
    );
    const check = (scale: 'linear' | 'log', a: number, b: number, n: number) => {
      const [min, max] = [Math.min(a, b), Math.max(a, b)];
      const ticks = (scale === 'log' ? logTicks : linearTicks)(min, max, n);
      const slack = (max - min) * 1e-6 + Math.max(Math.abs(min), Math.abs(max)) * 1e-9;
      expect(ascending(ticks)).toBe(true);
      expect(ticks.length).toBeLessThanOrEqual(n);
      expect(ticks.every((tick) => tick >= min - slack && tick <= max + slack)).toBe(true);
      const labels = tickLabels(ticks, scale);
      expect(new Set(labels).size).toBe(labels.length);
      for (const label of labels) {
        const mantissa = label.replace(/e.*/, '').replace(/^-?[0.]*/, '');
        const digits =
          mantissa.includes('.') || label.includes('.') ? mantissa.replace('.', '') : mantissa.replace(/0+$/, '');
        expect(digits.length, label).toBeLessThanOrEqual(3);
      }
    };
    fc.assert(
      fc.property(positive, positive, most, (a, b, n) => check('log', a, b, n)),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(any, any, most, (a, b, n) => check('linear', a, b, n)),
      { numRuns: 1000 },
    );
  });
});

describe('tickLabels', () => {
  it.each([
    [[0, 0.5, 1, 1.5], 'linear', ['0.0', '0.5', '1.0', '1.5']],
    [[0, 5, 10], 'linear', ['0', '5', '10']],
    [[-0.02, 0, 0.02], 'linear', ['-0.02', '0.00', '0.02']],
    [[0, 50_000, 100_000], 'linear', ['0', '5e4', '1e5']],
    [[-1e5, 0], 'linear', ['-1e5', '0']],
    [[1e-8, 2e-8], 'linear', ['1e-8', '2e-8']],
    [[1e-4, 1e-3, 0.01, 0.1, 1, 10], 'log', ['1e-4', '1e-3', '0.01', '0.1', '1', '10']],
    [[0.02, 0.05], 'log', ['0.02', '0.05']],
    [[], 'linear', []],
  ] as const)('%j on a %s axis: %j', (ticks, scale, labels) => {
    expect(tickLabels(ticks, scale)).toEqual(labels);
  });
});

describe('niceSteps', () => {
  it('goes 1, 2, 5, 10, 20, 50, ... from the first that is large enough', () => {
    expect(niceSteps(0.3, 1, 5)).toEqual([0.5, 1, 2, 5, 10]);
    expect(niceSteps(2, 0, 4)).toEqual([2, 5, 10, 20]);
  });
});

describe('multiplesWithin', () => {
  it('has no rounding errors of a running sum', () => {
    expect(multiplesWithin(0, 1, 0.1)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
  });
});
