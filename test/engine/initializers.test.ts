import { describe, expect, it } from 'vitest';
import { randomStream } from '../../src/base/random.js';
import { initialValues } from '../../src/engine/initializers.js';
import { type InitializerName, initializerNames } from '../../src/models/layers.js';

const values = (name: InitializerName, shape: readonly number[], seed = 1) =>
  initialValues(name, shape, randomStream(seed, 'test'));
const variance = (all: Float32Array) => all.reduce((sum, x) => sum + x * x, 0) / all.length;

describe('initial values', () => {
  it.each([
    ['glorot-uniform', 2 / (100 + 200)],
    ['glorot-normal', 2 / (100 + 200)],
    ['he-uniform', 2 / 100],
    ['he-normal', 2 / 100],
    ['lecun-uniform', 1 / 100],
    ['lecun-normal', 1 / 100],
    ['random-uniform', 0.05 ** 2 / 3],
    ['random-normal', 0.05 ** 2],
    ['truncated-normal', (0.05 * 0.87962566) ** 2],
  ] as const)('of %s have mean 0 and the variance of the paper', (name, wanted) => {
    const all = values(name, [100, 200]);
    expect(Math.abs(all.reduce((sum, x) => sum + x, 0) / all.length)).toBeLessThan(4 * Math.sqrt(wanted / all.length));
    expect(Math.abs(variance(all) / wanted - 1)).toBeLessThan(0.05); // 5 sigma of 20,000 normal values
  });

  it('of a convolution count the window among its inputs', () => {
    expect(Math.abs(variance(values('he-normal', [3, 3, 20, 100])) / (2 / 180) - 1)).toBeLessThan(0.06);
  });

  it.each([[[6, 4]], [[4, 6]], [[2, 2, 3, 5]]])('of orthogonal are orthonormal: %j', (shape) => {
    const columns = shape.at(-1)!;
    const all = values('orthogonal', shape);
    const rows = all.length / columns;
    const vector = (i: number) =>
      rows < columns
        ? [...all.slice(i * columns, (i + 1) * columns)]
        : Array.from({ length: rows }, (_, row) => all[row * columns + i]!);
    for (let i = 0; i < Math.min(rows, columns); i++) {
      for (let j = 0; j <= i; j++) {
        const product = vector(i).reduce((sum, x, k) => sum + x * vector(j)[k]!, 0);
        expect(product).toBeCloseTo(i === j ? 1 : 0, 6);
      }
    }
  });

  it('of truncated-normal keep within two standard deviations', () => {
    expect(values('truncated-normal', [50, 50]).every((x) => Math.abs(x) <= 0.1)).toBe(true);
  });

  it.each(initializerNames)('of %s are the same for the same seed', (name) => {
    expect(values(name, [8, 8])).toEqual(values(name, [8, 8]));
    if (name !== 'zeros' && name !== 'ones') expect(values(name, [8, 8])).not.toEqual(values(name, [8, 8], 2));
  });
});
