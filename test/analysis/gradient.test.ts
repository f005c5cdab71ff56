import { expect, it } from 'vitest';
import { argmin, gradient, gradientOver } from '../../src/analysis/gradient.js';

it('gradient equals numpy.gradient', () => {
  expect(gradient([1, 2, 4, 7, 11, 16])).toEqual([1, 1.5, 2.5, 3.5, 4.5, 5]); // example of the numpy manual
  expect(gradientOver([0, 1, 1.5, 3.5, 4, 6], [1, 2, 4, 7, 11, 16]).map((g) => Number(g.toFixed(12)))).toEqual([
    1, 3, 3.5, 6.7, 6.9, 2.5,
  ]); // np.gradient(f, x) of the same manual
});

it('a point that is not finite spoils its neighbours per point, and itself over x', () => {
  expect(gradient([3, 2, Number.NaN, 0, -1])).toEqual([-1, Number.NaN, -1, Number.NaN, -1]);
  expect(gradientOver([0, 1, 2, 3, 4], [3, 2, Number.NaN, 0, -1])).toEqual([-1, NaN, NaN, NaN, -1]);
});

it('the lowest sine of lr lies at pi (the test of Lightning)', () => {
  const x = Array.from({ length: 1000 }, (_, i) => (i * 2 * Math.PI) / 999);
  expect(Math.abs(x[argmin(gradientOver(x, x.map(Math.sin)))]! - Math.PI)).toBeLessThan(0.01);
});

it('argmin takes the first of equal values, and the first NaN before all', () => {
  expect([argmin([]), argmin([2, 1, 1]), argmin([2, Number.NaN, 1, Number.NaN]), argmin([Infinity, Infinity])]).toEqual(
    [-1, 1, 1, 0],
  );
});
