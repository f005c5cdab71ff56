import { describe, expect, it } from 'vitest';
import type { Confidence, Recommendation } from '../../../src/analysis/bounds/recommend.js';
import { combined } from '../../../src/analysis/repeats/combined.js';
import { recommendRepeats } from '../../../src/analysis/repeats/recommend.js';
import { geometricSpace } from '../../../src/base/numbers.js';
import { bowl, noisy } from '../curves.js';

const found = (lr: number, confidence: Confidence = 'high'): Recommendation => ({
  ok: true,
  for: 'clr',
  lr,
  baseLr: lr / 10,
  maxLr: 2 * lr,
  interval: [lr / 2, 3 * lr],
  confidence,
  why: [`because of ${lr}`],
});
const none: Recommendation = { ok: false, code: 'R007', why: ['nothing falls', 'raise --steps'] };
const close = (value: number) => expect.closeTo(value, 12);

describe('the answers of several sweeps', () => {
  it('are their geometric means, with the middle confidence and the reasons of the middle one', () =>
    expect(combined([found(0.1, 'low'), found(0.001), found(0.01, 'medium')])).toEqual({
      ok: true,
      for: 'clr',
      lr: close(0.01),
      baseLr: close(0.001),
      maxLr: close(0.02),
      interval: [close(0.005), close(0.03)],
      confidence: 'medium',
      why: ['the geometric mean of 3 sweeps; of the one in the middle:', 'because of 0.01'],
    }));
  it('leave out refusals while they are fewer than half', () => {
    expect(combined([none, found(0.1), found(0.001)])).toMatchObject({ ok: true, lr: close(0.01) });
    expect(combined([none, found(0.1)])).toBe(none);
    expect(combined([none, none, found(0.1)])).toBe(none);
  });
  it('is the answer itself where there is one', () => expect(combined([found(0.1)])).toEqual(found(0.1)));
});

it('with fixed rows each sweep is read alone; the interval holds the rate', () => {
  const lr = geometricSpace(1e-7, 10, 100);
  const falls = [5e-4, 1e-3, 2e-3].map((centre) => bowl(lr, centre));
  const repeats = {
    lr,
    losses: falls.map((curve, seed) => noisy(curve, 0.2, seed).loss),
    fixedLosses: falls.map(({ loss }) => loss),
  };
  const { recommendation, bootstrap } = recommendRepeats(repeats, { for: 'clr', seed: 1 });
  const middle = recommendRepeats(
    { lr, losses: [repeats.losses[1]!], fixedLosses: [falls[1]!.loss] },
    { for: 'clr', seed: 1 },
  ).recommendation;
  if (!recommendation.ok || !middle.ok) throw new Error('refused');
  expect(Math.abs(Math.log10(recommendation.lr / middle.lr))).toBeLessThan(0.05); // the three lie evenly about it
  expect(recommendation.interval[0]).toBeLessThan(recommendation.lr);
  expect(recommendation.interval[1]).toBeGreaterThan(recommendation.lr);
  expect(bootstrap).toMatchObject({ resamples: 200, refused: 0 });
});
