import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localLines, median, noiseOf, robustDeviation, runningMedian } from '../../src/analysis/statistics.js';
import { randomStream } from '../../src/base/random.js';

const line = (n: number) => Array.from({ length: n }, (_, i) => i);
const normals = (n: number) => {
  const random = randomStream(3, 'statistics');
  return Array.from({ length: n }, () => random.normal());
};

it('median: middle value, or the mean of the two in the middle', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([7])]).toEqual([2, 2.5, 7]);
  expect(median([])).toBeNaN();
  expect(median([1.7e308, 1.7e308])).toBe(1.7e308); // no overflow on the way
});

describe('running median', () => {
  it('removes spikes of up to `reach` points', () =>
    expect(runningMedian([1, 1, 1, 9, -9, 1, 1, 1], 2)).toEqual([1, 1, 1, 1, 1, 1, 1, 1]));
  it('keeps every edge of a rising or falling series where it is', () =>
    expect(runningMedian([5, 5, 5, 5, 1, 1, 1, 0, -9], 2)).toEqual([5, 5, 5, 5, 1, 1, 1, 0, -9]));
});

describe('noise', () => {
  it('is the deviation of normal noise, on a slope too', () => {
    const noise = normals(5000);
    expect(noiseOf(noise)).toBeCloseTo(1, 1);
    expect(noiseOf(noise.map((value, i) => value + i))).toBeCloseTo(noiseOf(noise), 12);
    expect(robustDeviation(noise)).toBeCloseTo(1, 1);
  });
  it('is 0 on a line, and where there are too few points', () =>
    expect([noiseOf(line(9)), noiseOf([1, 5]), noiseOf([]), robustDeviation([])]).toEqual([0, 0, 0, 0]));
});

describe('local lines', () => {
  it('give a straight line back, at the ends and on uneven points too', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 3, maxLength: 60 }),
        fc.integer({ min: 1, max: 500 }),
        (points, width) => {
          const x = points.toSorted((a, b) => a - b);
          const smooth = localLines(
            x,
            x.map((at) => 3 - 2 * at),
            width,
            3,
          );
          for (const [i, value] of smooth.entries()) expect(value).toBeCloseTo(3 - 2 * x[i]!, 6);
        },
      ),
    ));
  it('take away two thirds of the noise or more with windows of 15 points', () => {
    const smooth = localLines(line(1000), normals(1000), 14, 7);
    expect(robustDeviation(smooth)).toBeLessThan(1 / 3);
  });
  it('of points that lie closer than the fits are those of every eighth point, and lines between them', () => {
    const wave = line(8001).map((i) => Math.sin(i / 900));
    const dense = localLines(line(8001), wave, 800, 7); // a fit every 8 points
    for (const [i, value] of dense.entries()) {
      const part = (i % 8) / 8;
      const [before, after] = [dense[i - (i % 8)]!, dense[Math.min(i - (i % 8) + 8, 8000)]!];
      expect(value).toBeCloseTo(before + part * (after - before), 12);
    }
    const noise = normals(8001);
    const smooth = localLines(
      line(8001),
      wave.map((value, i) => value + noise[i]!),
      800,
      7,
    );
    expect(robustDeviation(smooth.map((value, i) => value - dense[i]!))).toBeLessThan(0.1); // 1 / sqrt(0.6 * 800) = 0.05
  });
  it('take time in proportion to the points: 200,000 of them no more than 4 seconds', () => {
    const before = process.cpuUsage();
    localLines(line(200_000), normals(200_000), 22_000, 7);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(4); // a fit for each of them takes 15
  });
  it('do not lag: a step stays half-way at its place', () => {
    const smooth = localLines(
      line(101),
      line(101).map((i) => Math.sign(50 - i)),
      20,
      7,
    );
    expect(smooth[50]).toBeCloseTo(0, 12);
    expect(smooth[40]).toBeCloseTo(-smooth[60]!, 12);
  });
});
