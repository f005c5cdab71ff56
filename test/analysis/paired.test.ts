import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairedDifference, spreadOf } from '../../src/analysis/paired.js';
import { randomStream } from '../../src/base/random.js';

const alone = { confidence: 0.95, comparisons: 1 };

describe('spreadOf', () => {
  it('gives mean, deviation of the sample and range', () => {
    expect(spreadOf([2, 4, 9])).toEqual({ mean: 5, sd: Math.sqrt(13), min: 2, max: 9 });
    expect(spreadOf([3])).toEqual({ mean: 3, sd: null, min: 3, max: 3 });
  });
});

describe('pairedDifference', () => {
  it("gives the interval of Student's own example: hours of sleep gained by ten patients with two drugs", () => {
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const { mean, interval } = pairedDifference(first, second, alone);
    expect(mean).toBeCloseTo(-1.58, 12);
    expect(interval![0]).toBeCloseTo(-2.4598858, 6); // t.test(sleep, paired = TRUE) of R
    expect(interval![1]).toBeCloseTo(-0.7001142, 6);
  });

  it('cancels what a pair has in common', () => {
    const common = [10, 500, -3];
    const { mean, interval } = pairedDifference(
      common.map((x, i) => x + i),
      common,
      alone,
    );
    const plain = pairedDifference([0, 1, 2], [0, 0, 0], alone);
    expect([mean, interval]).toEqual([plain.mean, plain.interval]);
  });

  it('sees no spread in one pair, nor in differences that are equal but for rounding', () => {
    expect(pairedDifference([1], [2], alone)).toEqual({ mean: -1, interval: null });
    expect(pairedDifference([0.91, 0.92, 0.93], [0.9, 0.91, 0.92], alone).interval).toBeNull();
  });

  it('is wider the more intervals shall hold at once', () => {
    const width = (comparisons: number) => {
      const { interval } = pairedDifference([1, 2, 4], [0, 0, 0], { confidence: 0.95, comparisons });
      return interval![1] - interval![0];
    };
    expect(width(2)).toBeGreaterThan(width(1));
    expect(width(6)).toBeGreaterThan(width(2));
  });

  it('holds the true difference in 95 % of all cases, also for two pairs', () => {
    const random = randomStream(1, 'paired');
    for (const n of [2, 3, 10]) {
      const draws = 4000;
      let held = 0;
      for (let i = 0; i < draws; i++) {
        const a = Array.from({ length: n }, () => 1 + random.normal());
        const [low, high] = pairedDifference(
          a,
          a.map(() => 0),
          alone,
        ).interval!;
        if (low <= 1 && 1 <= high) held += 1;
      }
      expect(Math.abs(held / draws - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / draws));
    }
  });

  it('turns with its arguments', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(values, values, (a, b) => {
        const there = pairedDifference(a, b, alone);
        const back = pairedDifference(b, a, alone);
        expect(there.mean).toBe(-back.mean + 0);
        if (there.interval) expect(there.interval).toEqual(back.interval!.map((end) => -end).toReversed());
      }),
    );
  });
});
