import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clipByValue, normDivisor } from '../../src/optimizers/clip.js';
import { arrayAlgebra, sumOfSquares } from './array-algebra.js';

/** As a trainer does it: value first, then the common norm. */
function clip(given: readonly (readonly number[])[], limits: { readonly value?: number; readonly norm?: number }) {
  const gradients = given
    .map((gradient) => Float32Array.from(gradient))
    .map((gradient) => (limits.value === undefined ? gradient : clipByValue(arrayAlgebra, gradient, limits.value)));
  const total = gradients.map(sumOfSquares).reduce(arrayAlgebra.add);
  const divisor = limits.norm === undefined ? 1 : normDivisor(arrayAlgebra, total, limits.norm);
  return gradients.map((gradient) => [...arrayAlgebra.div(gradient, divisor)]);
}
const norm = (gradients: readonly (readonly number[])[]) => Math.hypot(...gradients.flat());

it('bounds each element by value', () => {
  expect(clip([[1, -2, 0.25], [Number.POSITIVE_INFINITY]], { value: 0.5 })).toEqual([[0.5, -0.5, 0.25], [0.5]]);
});

it('scales all tensors together, as torch.nn.utils.clip_grad_norm_ does', () => {
  // Norm 13 to 6.5; torch: 6.5 / (13 + 1e-6) of each.
  const scaled = clip([[3, 4], [12]], { norm: 6.5 });
  for (const [i, value] of [1.5, 2, 6].entries()) expect(scaled.flat()[i]).toBeCloseTo(value, 5);
});

it('leaves gradients within the norm as they are, to the bit', () => {
  expect(clip([[3, 4], [12]], { norm: 13.5 })).toEqual([[3, 4], [12]]);
});

it('bounds values first, so that the norm holds at the end', () => {
  expect(norm(clip([[100, 1]], { value: 2, norm: 1 }))).toBeCloseTo(1, 5);
  expect(clip([[100, 1]], { value: 2, norm: 1 })[0]![1]).toBeCloseTo(1 / Math.sqrt(5), 5);
});

it('never exceeds the norm and never turns a gradient', () => {
  const element = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const gradients = fc.array(fc.array(element, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(gradients, fc.double({ min: 0.01, max: 100, noNaN: true }), (given, limit) => {
      const clipped = clip(given, { norm: limit });
      const factor = Math.min(1, limit / (norm(given) + 1e-6));
      expect(norm(clipped)).toBeLessThanOrEqual(limit * (1 + 1e-6));
      for (const [i, value] of given.flat().entries()) {
        expect(Math.abs(clipped.flat()[i]! - value * factor)).toBeLessThanOrEqual(
          1e-6 * limit + 1e-6 * Math.abs(value),
        );
      }
    }),
  );
});

it('lets NaN through: a diverged run must be seen', () => {
  expect(clip([[Number.NaN, 1]], { value: 1 })[0]).toEqual([Number.NaN, 1]);
  expect(clip([[Number.NaN], [1]], { norm: 1 }).flat()).toEqual([Number.NaN, Number.NaN]);
});
