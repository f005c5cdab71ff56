import fc from 'fast-check';
import type { Figure, Series } from '../../src/plots/figure.js';

const number = fc.oneof(
  fc.double(),
  fc.double({ min: -1e300, max: 1e300 }),
  fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -0, 1e-300, -1e-300, 1e300, -1e300, 1e308, 5e-324),
  fc.double({ min: 0, max: 10, noNaN: true }),
);

/** Lengths from none, constants, single points between gaps, and plain noise. */
const numbers = fc.oneof(
  { weight: 4, arbitrary: fc.array(number, { maxLength: 40 }) },
  { weight: 1, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: number.map((value) => [value]) },
  { weight: 1, arbitrary: fc.tuple(number, fc.nat(200)).map(([value, n]) => new Array<number>(n).fill(value)) },
  { weight: 1, arbitrary: fc.nat(300).map((n) => Array.from({ length: n }, (_, i) => i)) },
);

const label = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom('', '<b>', 'a b', 'lr'));

const series: fc.Arbitrary<Series> = fc.record({
  label,
  x: numbers,
  y: numbers,
  weight: fc.constantFrom('normal', 'faint'),
});

const axis = fc.record(
  {
    label,
    scale: fc.constantFrom('linear' as const, 'log' as const),
    clipAbove: number,
    whole: fc.constant(true as const),
    counts: fc.constant(true as const),
  },
  { requiredKeys: ['label', 'scale'] },
);

/** Figures of any numbers: empty, one point, NaN, infinite, constant, from 1e-300 to 1e300. */
export const hostileFigures: fc.Arbitrary<Figure> = fc.record({
  title: label,
  x: axis,
  y: axis,
  series: fc.array(series, { maxLength: 3 }),
  marks: fc.array(fc.record({ label, x: number }), { maxLength: 4 }),
  bands: fc.array(fc.record({ label, x: numbers, low: numbers, high: numbers }), { maxLength: 2 }),
  spans: fc.array(fc.record({ label, from: number, to: number }), { maxLength: 2 }),
});
