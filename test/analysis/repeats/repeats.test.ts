import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recommend } from '../../../src/analysis/bounds/recommend.js';
import type { Curve } from '../../../src/analysis/curve.js';
import { bandOf } from '../../../src/analysis/repeats/band.js';
import { pooledCurve, type Repeats, repeatOf } from '../../../src/analysis/repeats/pooled.js';
import { recommendRepeats } from '../../../src/analysis/repeats/recommend.js';
import { quantile } from '../../../src/analysis/statistics.js';
import { geometricSpace } from '../../../src/base/numbers.js';
import { bowl, noisy } from '../curves.js';

const lr = geometricSpace(1e-7, 10, 100);
const options = { for: 'clr', seed: 1 } as const;

/** A bowl that rises a decade and a half after its fall, so that its lowest point has a place. */
const narrow = (centre: number) => {
  const { loss } = bowl(lr, centre);
  return { lr, loss: loss.map((value, i) => value + 10 ** (2 * (Math.log10(lr[i]! / centre) - 1.5))) };
};

/** Noisy sweeps about one bowl; the place of the fall differs by `jitter` decades from one to the next. */
const sweeps = (count: number, noise: number, { jitter = 0, first = 0 } = {}): Repeats => ({
  lr,
  losses: Array.from({ length: count }, (_, k) => {
    const centre = 1e-3 * 10 ** (jitter * (k - (count - 1) / 2));
    return noisy(narrow(centre), noise, first + k).loss;
  }),
});
const decades = ([from, to]: readonly [number, number]) => Math.log10(to / from);
const answerOf = (repeats: Repeats, more = {}) => {
  const { recommendation, bootstrap } = recommendRepeats(repeats, { ...options, ...more });
  if (!recommendation.ok) throw new Error(recommendation.why.join());
  return { ...recommendation, bootstrap };
};

describe('quantile', () => {
  it('is linear between the two nearest values', () => {
    expect([0, 0.1, 0.5, 0.75, 1].map((share) => quantile([30, 10, 20], share))).toEqual([10, 12, 20, 25, 30]);
    expect(quantile([7], 0.3)).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
    expect(quantile([1, Infinity, Infinity], 0.1)).toBe(Infinity);
    expect(quantile([1, Infinity, Infinity], 0)).toBe(1);
  });

  it('lies between the values and rises with its share', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, p) => {
        const [lower, at, upper] = [quantile(values, p / 2), quantile(values, p), quantile(values, 1)];
        expect(at).toBeGreaterThanOrEqual(lower);
        expect(upper).toBe(Math.max(...values));
      }),
    );
  });
});

describe('several sweeps as one', () => {
  it('are their mean at every rate, up to where half of them have ended', () => {
    const repeats = {
      lr: [1, 2, 3, 4],
      losses: [
        [6, 1, 2.5],
        [4, 3, 3, 2],
        [5, 2],
      ],
    };
    expect(pooledCurve(repeats)).toEqual({ lr: [1, 2, 3], loss: [5, 2, 3] });
  });

  it('are their median where one of them goes astray', () => {
    const losses = [
      [5, 1, 2],
      [4, 3, 1],
      [6, 2, 1000],
    ];
    expect(pooledCurve({ lr: [1, 2, 3], losses }).loss).toEqual([5, 2, 2]);
    expect(pooledCurve({ lr: [1, 2, 3], losses: [[5, Number.NaN, 1], losses[1]!, [6, 2, 4]] }).loss).toEqual([5, 3, 2]);
  });

  it('leave a single one as it is, NaN and all', () => {
    const loss = [3, Number.NaN, 2];
    expect(pooledCurve({ lr: [1, 2, 3], losses: [loss] })).toEqual({ lr: [1, 2, 3], loss });
  });

  it('have a band with its median inside, infinite where most have ended', () => {
    const { low, median, high } = bandOf({ lr: [1, 2], losses: [[1, 4], [2, 5], [3]] });
    expect([low[0], median[0], high[0]]).toEqual([1.2, 2, 2.8]);
    expect([median[1], high[1]]).toEqual([5, Infinity]);
  });
});

describe('the recommendation by repeats', () => {
  it('is that of the curve where there is one sweep only', () => {
    const one = sweeps(1, 0.05);
    const { recommendation, bootstrap } = recommendRepeats(one, options);
    expect(recommendation).toEqual(recommend(repeatOf(one, 0), { for: 'clr' }));
    expect(bootstrap).toBeNull();
  });

  it('reads what is pooled, and holds its rate within its interval', () => {
    const five = sweeps(5, 0.1);
    const pooled = recommend(pooledCurve(five), { for: 'clr' });
    const { lr: rate, baseLr, maxLr, interval, bootstrap } = answerOf(five);
    expect(pooled).toMatchObject({ lr: rate, baseLr, maxLr });
    expect(interval[0]).toBeLessThanOrEqual(rate);
    expect(interval[1]).toBeGreaterThanOrEqual(rate);
    expect(bootstrap).toEqual({ level: 0.9, resamples: 200, refused: 0 });
  });

  it('is the same whatever the order of the sweeps, and draws the same for the same seed', () => {
    const five = sweeps(5, 0.1);
    const turned = { lr, losses: five.losses.toReversed() };
    expect(answerOf(turned).lr).toBe(answerOf(five).lr);
    expect(answerOf(five)).toEqual(answerOf(five));
  });

  it('has an interval of nothing where the sweeps are equal, and a wide one where they are apart', () => {
    const { losses } = sweeps(1, 0.02);
    const equal = answerOf({ lr, losses: [losses[0]!, losses[0]!, losses[0]!] });
    expect(decades(equal.interval)).toBe(0);
    const apart = answerOf(sweeps(5, 0.02, { jitter: 0.5 }));
    expect(decades(apart.interval)).toBeGreaterThan(0.5);
    expect(apart.confidence).not.toBe('high');
  });

  it('moves less than the answers of single sweeps', () => {
    const many = Array.from({ length: 60 }, (_, i) => sweeps(5, 0.2, { first: 100 * i }));
    const deviation = (curves: readonly Curve[]) => {
      const answers = curves
        .map((curve) => recommend(curve, { for: 'clr' }))
        .map((r) => (r.ok ? Math.log10(r.lr) : Number.NaN));
      const mean = answers.reduce((sum, x) => sum + x, 0) / answers.length;
      return Math.sqrt(answers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / answers.length);
    };
    const alone = deviation(many.map((repeats) => repeatOf(repeats, 0)));
    expect(deviation(many.map(pooledCurve))).toBeLessThan(0.75 * alone);
  });

  it('covers what such sweeps say in the middle about as often as it says', () => {
    const answers = Array.from({ length: 25 }, (_, i) => answerOf(sweeps(7, 0.1, { first: 1000 + 100 * i })));
    const middle = quantile(
      answers.map((answer) => answer.lr),
      0.5,
    );
    const covering = answers.filter(({ interval: [from, to] }) => from <= middle && middle <= to);
    expect(covering.length).toBeGreaterThanOrEqual(17); // 9 of 10, less what the bootstrap of 7 is known to lack
  });

  it('is sure of nothing by two sweeps, and says that few are few', () => {
    expect(answerOf(sweeps(2, 0.01)).confidence).toBe('medium');
    expect(answerOf(sweeps(3, 0.01)).why.join()).toContain('3 sweeps are few');
    expect(answerOf(sweeps(6, 0.01)).why.join()).not.toContain('few');
  });

  it('refuses where all together show nothing, and counts the draws that do', () => {
    const flat = { lr, losses: sweeps(3, 0.1).losses.map((loss) => loss.map((_, i) => 1 + ((i * 7919) % 13) / 100)) };
    expect(recommendRepeats(flat, options)).toMatchObject({ recommendation: { ok: false }, bootstrap: null });
    const half = { lr, losses: [...sweeps(3, 0.02).losses, ...flat.losses.slice(0, 2)] };
    const { bootstrap, why, confidence } = answerOf(half);
    expect(bootstrap!.refused).toBeGreaterThan(0);
    expect(why.at(-1)).toContain(`${bootstrap!.refused} of the 200 draws`);
    expect(confidence).not.toBe('high');
  });

  it('scaling the losses changes nothing, scaling the rates scales the answer', () => {
    const five = sweeps(5, 0.1);
    const scaled = { lr: lr.map((x) => 8 * x), losses: five.losses.map((loss) => loss.map((y) => 4 * y + 3)) };
    const [a, b] = [answerOf(five), answerOf(scaled)];
    expect(b.lr).toBeCloseTo(8 * a.lr, 12);
    expect(b.interval[1]).toBeCloseTo(8 * a.interval[1], 12);
  });
});
