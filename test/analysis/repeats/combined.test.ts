import { describe, expect, it } from 'vitest';
import { type Confidence, type Recommendation, recommend } from '../../../src/analysis/bounds/recommend.js';
import { combined } from '../../../src/analysis/repeats/combined.js';
import { pooledCurve } from '../../../src/analysis/repeats/pooled.js';
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

describe('sweeps of which none supports a rate alone', () => {
  const lr = geometricSpace(1e-7, 10, 100);
  const fall = bowl(lr);
  const batches = [1, 2, 3].map((seed) => noisy(fall, 3.8, seed).loss); // 1.5 is 0.4 of it
  const asked = { for: 'constant', seed: 1 } as const;

  it('support one together, of low confidence, where the fixed rows of all fall', () => {
    const fixedLosses = batches.map(() => fall.loss);
    for (const [k, loss] of batches.entries()) {
      expect(recommend({ lr, loss, fixedLoss: fixedLosses[k]! }, asked)).toMatchObject({ ok: false });
    }
    const { recommendation, bootstrap } = recommendRepeats({ lr, losses: batches, fixedLosses }, asked);
    const alone = recommend({ lr, loss: noisy(fall, 1, 1).loss, fixedLoss: fall.loss }, asked);
    if (!recommendation.ok || !alone.ok) throw new Error('refused');
    expect(recommendation.lr).toBeCloseTo(alone.lr, 12);
    expect(recommendation.confidence).toBe('low');
    expect(recommendation.why[0]).toContain('the mean of their curves');
    expect(bootstrap!.refused).toBeGreaterThan(0); // of one sweep, drawn three times
  });

  it('are refused with the reason of one of them where nothing falls', () => {
    const flat = fall.loss.map((_, i) => 2 + 1e-3 * Math.sin(7 * i));
    const repeats = { lr, losses: batches, fixedLosses: batches.map(() => flat) };
    const { recommendation } = recommendRepeats(repeats, asked);
    expect(recommendation).toEqual(recommend({ lr, loss: batches[0]!, fixedLoss: flat }, asked));
    expect(recommendation.ok).toBe(false);
  });
});

it('the losses of fixed rows are taken together as those of batches are, up to where both go', () => {
  const losses = [
    [5, 3, 9],
    [3, 1],
  ];
  const fixedLosses = [
    [4, 2, 8],
    [2, 2],
  ];
  expect(pooledCurve({ lr: [1, 2, 3], losses, fixedLosses })).toEqual({ lr: [1, 2], loss: [4, 2], fixedLoss: [3, 2] });
});
