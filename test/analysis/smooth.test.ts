import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  davidtvsEma,
  debiasedEma,
  fastaiEma,
  lightningEma,
  type Smoother,
  smoothWith,
} from '../../src/analysis/smooth.js';
import { type SmoothingColumn, vectors } from './vectors.js';

const reproduced: [SmoothingColumn, () => Smoother][] = [
  ['davidtvs_smooth_f_0.05', davidtvsEma],
  ['fastai_avg_smooth_0.98', fastaiEma],
  ['debiased_ema_0.9', () => debiasedEma(0.9)],
  ['debiased_ema_0.98', () => debiasedEma(0.98)],
  ['lightning_2.6.6', lightningEma],
];

describe.each(reproduced)('%s', (column, smoother) => {
  it.each(vectors.smoothing.map((series) => [series.id, series] as const))('equals the recorded %s', (_, series) => {
    const expected = series[column].map(Number); // davidtvs records nothing after its stop
    const actual = smoothWith(smoother(), series.raw.map(Number)).slice(0, expected.length);
    for (const [i, value] of expected.entries()) {
      if (Number.isFinite(value))
        expect(Math.abs(actual[i]! - value), `${i}`).toBeLessThanOrEqual(1e-12 * Math.abs(value));
      else expect(actual[i]).toBe(value);
    }
  });
});

describe('the debiased average', () => {
  it('equals m / (1 - beta^k) on losses 4, 2, 1, 1', () => {
    const expected = [4, 2.989899, 2.313155, 1.974852];
    expect(smoothWith(debiasedEma(0.98), [4, 2, 1, 1]).map((s) => Number(s.toFixed(6)))).toEqual(expected);
  });
  it('gives non-finite losses back and is the same after them as if they had not been', () =>
    expect(smoothWith(debiasedEma(0.9), [4, NaN, 2, Infinity, 1])).toEqual([
      4,
      NaN,
      smoothWith(debiasedEma(0.9), [4, 2])[1],
      Infinity,
      smoothWith(debiasedEma(0.9), [4, 2, 1])[2],
    ]));
  it('does not smooth with beta 0', () => expect(smoothWith(debiasedEma(0), [3, 1, 2])).toEqual([3, 1, 2]));
  it('stays between the lowest and the highest loss', () =>
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e300, max: 1e300, noNaN: true }), { minLength: 1 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (losses, beta) => {
          const room = 1e-12 * Math.max(...losses.map(Math.abs)) + 1e-300; // rounding, of the smallest numbers too
          for (const s of smoothWith(debiasedEma(beta), losses)) {
            expect(s).toBeGreaterThanOrEqual(Math.min(...losses) - room);
            expect(s).toBeLessThanOrEqual(Math.max(...losses) + room);
          }
        },
      ),
    ));
});

describe('the averages of other tools keep their faults', () => {
  it("Lightning's starts at about half of a constant loss", () => {
    const expected = [0.505051, 0.673378, 0.757524, 0.807998, 0.841636, 0.865654, 0.883658, 0.897654];
    expect(smoothWith(lightningEma(), Array(8).fill(1)).map((s) => Number(s.toFixed(6)))).toEqual(expected);
  });
  it("fastai's is spoilt by one NaN", () => expect(smoothWith(fastaiEma(), [1, NaN, 1])).toEqual([1, NaN, NaN]));
  it("davidtvs's remembers the first loss", () => {
    const expected = [4, 3.9, 3.755, 3.61725];
    expect(smoothWith(davidtvsEma(), [4, 2, 1, 1]).map((s) => Number(s.toFixed(6)))).toEqual(expected);
  });
});
