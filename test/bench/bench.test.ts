import { describe, expect, it } from 'vitest';

// JavaScript without types, so it is named in a way that the type checker does not follow.
const load = (file: string) => import(new URL(`../../bench/${file}`, import.meta.url).href);
const { workloads } = await load('workloads.js');
const { largestDeviation, median, pairedRatio } = await load('statistics.js');

describe('workloads of the benchmark', () => {
  it.each([
    ['fashion-mnist-mlp', 784 * 256 + 256 + 256 * 128 + 128 + 128 * 10 + 10],
    ['fashion-mnist-cnn', 25 * 16 + 16 + 25 * 16 * 32 + 32 + 32 * 128 + 128 + 128 * 10 + 10],
    ['fashion-mnist-dropout', 784 * 784 + 784 + 784 * 10 + 10],
    ['clr-demo', 15 * 10 + 10 + 10 + 1],
  ])('%s has %i parameters', (config, parameters) => {
    const workload = workloads.find((one: { config: string }) => one.config === config);
    expect(workload.parameters).toBe(parameters);
  });

  it('counts two products for the first layer and three for the others', () => {
    const [mlp, cnn] = workloads;
    expect(mlp.flops).toBe(2 * 32 * (2 * 784 * 256 + 3 * 256 * 128 + 3 * 128 * 10));
    expect(cnn.flops).toBe(2 * 64 * (2 * 24 * 24 * 16 * 25 + 3 * 8 * 8 * 32 * 400 + 3 * (32 * 128 + 128 * 10)));
  });
});

describe('statistics of the benchmark', () => {
  it('the median of an even number of values lies between the two in the middle', () => {
    expect(median([9, 1, 3, 2])).toBe(2.5);
    expect(median([10, 9, 100])).toBe(10);
  });

  it('a ratio compares with the fastest other of the same repetition', () => {
    expect(
      pairedRatio(
        [1, 20, 3],
        [
          [2, 40, 6],
          [4, 10, 12],
        ],
      ),
    ).toBe(0.5);
  });

  it('a loss that is not finite, or a missing one, agrees with nothing', () => {
    expect(largestDeviation([1, 2.2], [1, 2])).toBeCloseTo(0.1, 12);
    expect(largestDeviation([1, Number.NaN], [1, 2])).toBe(Number.POSITIVE_INFINITY);
    expect(largestDeviation([1], [1, 2])).toBe(Number.POSITIVE_INFINITY);
  });
});
