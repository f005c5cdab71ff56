import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OptimizerTraits } from '../../../src/analysis/bounds/memory.js';
import { type Recommendation, recommend } from '../../../src/analysis/bounds/recommend.js';
import { type UseName, uses } from '../../../src/analysis/bounds/uses.js';
import type { Curve } from '../../../src/analysis/curve.js';
import { geometricSpace, linearSpace } from '../../../src/base/numbers.js';
import { randomStream } from '../../../src/base/random.js';
import type { Recommendation as Reported } from '../../../src/reports/find.js';
import { bowl, noisy } from '../curves.js';

type Answer = Extract<Recommendation, { ok: true }>;

function answer(curve: Curve, use: UseName = 'clr', traits: OptimizerTraits = {}): Answer {
  const result = recommend(curve, { for: use, ...traits });
  if (!result.ok) throw new Error(result.why.join('; '));
  return result;
}

const sweep = geometricSpace(1e-7, 10, 100);

it('fits the report', () => {
  const reported: Reported = recommend(bowl(sweep), { for: 'clr' });
  expect(reported.ok).toBe(true);
});

describe('on a bowl that falls about 1e-3 and rises past 1', () => {
  it('recommends a rate on the slope or the floor, bounds around it, and is sure', () => {
    const { lr, baseLr, maxLr, interval, confidence } = answer(bowl(sweep));
    expect(lr).toBeGreaterThan(1e-3);
    expect(lr).toBeLessThan(0.3); // a fifth of where it has lost half of its fall, 1.5
    expect(baseLr).toBeLessThanOrEqual(maxLr / 4);
    expect(maxLr).toBeGreaterThanOrEqual(lr);
    expect(interval[0]).toBeLessThanOrEqual(lr);
    expect(interval[1]).toBeGreaterThanOrEqual(lr);
    expect(confidence).not.toBe('low');
  });
  it('is not sure where the memory of the optimizer spans most of the sweep, and says so', () => {
    for (const [momentum, sure] of [
      [0.9, true],
      [0.95, true],
      [0.99, false],
    ] as const) {
      const { confidence, why } = answer(bowl(sweep), 'clr', { momentum });
      const told = why.some((reason) => reason.startsWith('the optimizer remembers updates over'));
      expect([confidence !== 'low', !told], String(momentum)).toEqual([sure, sure]);
    }
  });
  it('moves by less than a tenth of a decade with noise, a linear sweep, other lengths, gaps and a NaN tail', () => {
    const { lr } = answer(bowl(sweep));
    const gaps = bowl(sweep).loss.map((loss, i) => (i % 9 === 4 ? Number.NaN : loss));
    const variants: Record<string, Curve> = {
      noise: noisy(bowl(sweep), 0.05, 1),
      'more noise': noisy(bowl(sweep), 0.1, 2),
      short: bowl(geometricSpace(1e-7, 10, 40)),
      long: bowl(geometricSpace(1e-7, 10, 1000)),
      narrow: bowl(geometricSpace(1e-5, 10, 100)),
      gaps: { lr: sweep, loss: gaps },
      tail: { lr: [...sweep, 12, 14, 17], loss: [...bowl(sweep).loss, Number.NaN, Infinity, Number.NaN] },
      spike: { lr: sweep, loss: bowl(sweep).loss.with(30, 50) },
    };
    for (const [name, curve] of Object.entries(variants)) {
      expect(Math.abs(Math.log10(answer(curve).lr / lr)), name).toBeLessThan(0.1);
    }
    // its first points lie on the slope: it sees a part of the fall only, and where half of that is lost
    const linear = answer(bowl(linearSpace(1e-5, 10, 3000))).lr;
    expect(Math.abs(Math.log10(linear / lr))).toBeLessThan(0.5);
  });
  it('is less sure where the edge was not seen', () => {
    const cut = sweep.filter((lr) => lr < 0.05);
    expect(answer({ lr: cut, loss: bowl(sweep).loss.slice(0, cut.length) }).confidence).not.toBe('high');
  });
  it('takes the rate of a named rule', () => {
    const minimum = recommend(bowl(sweep), { for: 'constant', rule: 'minimum' });
    expect(minimum).toMatchObject({ ok: true, for: 'constant' });
    if (minimum.ok) expect(sweep).toContainEqual(expect.closeTo(minimum.lr * 10, 12));
  });
  it('names the rule that was meant', () => {
    expect(() => recommend(bowl(sweep), { for: 'clr', rule: 'valey' })).toThrow(
      expect.objectContaining({ code: 'RULE_UNKNOWN', hint: "did you mean 'valley'?" }),
    );
  });
});

it.each(uses.map(({ name }) => name))('%s: base_lr < lr <= max_lr, and max_lr is at most half of the edge', (use) => {
  const { lr, baseLr, maxLr, for: named } = answer(bowl(sweep), use);
  expect(named).toBe(use);
  expect(baseLr).toBeLessThan(lr);
  expect(lr).toBeLessThanOrEqual(maxLr);
  expect(maxLr).toBeLessThan(1);
});

const noise = (seed: number, n: number, at: (i: number) => number): Curve => {
  const random = randomStream(seed, 'hopeless');
  return { lr: geometricSpace(1e-7, 10, n), loss: Array.from({ length: n }, (_, i) => at(i) + 0.1 * random.normal()) };
};
const exactly = (n: number, at: (i: number) => number): Curve => ({
  lr: geometricSpace(1e-7, 10, n),
  loss: Array.from({ length: n }, (_, i) => at(i)),
});

const hopeless: [string, Curve, RegExp][] = [
  ['nothing', { lr: [], loss: [] }, /10 finite/],
  ['one point', exactly(1, () => 2), /10 finite/],
  ['two points', exactly(2, (i) => 2 - i), /10 finite/],
  ['nine falling points', exactly(9, (i) => 2 - 0.2 * i), /10 finite/],
  ['nine finite points of 100', exactly(100, (i) => (i < 9 ? 2 - i / 9 : Number.NaN)), /10 finite/],
  ['NaN only', exactly(100, () => Number.NaN), /none of the 100/],
  ['Infinity only', exactly(100, () => Infinity), /none of the 100/],
  ['NaN and Infinity', exactly(100, (i) => (i % 2 ? Number.NaN : Infinity)), /none of the 100/],
  ['a constant', exactly(100, () => 2.3), /does not change/],
  ['a constant 0', exactly(100, () => 0), /does not change/],
  ['a huge constant', exactly(100, () => 1e300), /does not change/],
  ['a tiny constant', exactly(100, () => -1e-300), /does not change/],
  ['a line upwards', exactly(100, (i) => 1 + i), /rises/],
  ['exponential growth', exactly(100, (i) => 1.5 ** i), /rises/],
  ['an explosion after 3 points', exactly(12, (i) => (i < 3 ? 2 : 10 ** i)), /rises/],
  ['an explosion within 6 points', exactly(6, (i) => 10 ** i), /diverges at once/],
  ['a jump to NaN after 5', exactly(100, (i) => (i < 5 ? 2 : Number.NaN)), /10 finite/],
  ['a noisy rise', noise(1, 100, (i) => i / 10), /rises/],
  ['rates that do not rise', { lr: Array(50).fill(0.1), loss: exactly(50, (i) => 50 - i).loss }, /does not rise/],
  ['rates that fall', { lr: geometricSpace(10, 1e-7, 50), loss: exactly(50, (i) => 50 - i).loss }, /does not rise/],
  ['rates of 0', { lr: Array(50).fill(0), loss: exactly(50, (i) => 50 - i).loss }, /10 finite/],
  ...Array.from({ length: 9 }, (_, k): [string, Curve, RegExp] => [
    `noise ${k}`,
    noise(k, [10, 20, 50, 100, 200, 300, 500, 30, 1000][k]!, () => 2),
    /noise|rises/,
  ]),
];

describe('30 hopeless curves are refused with a reason and a cure', () => {
  it('counts', () => expect(hopeless).toHaveLength(30));
  it.each(hopeless)('%s', (_, curve, reason) => {
    const result = recommend(curve, { for: 'clr' });
    expect(result.ok).toBe(false);
    expect(result.why.join('; ')).toMatch(reason);
    expect(result.why.length).toBeGreaterThanOrEqual(2);
  });
});

describe('and so they are with fixed rows that tell the same', () => {
  it.each(hopeless)('%s', (_, curve) => {
    const result = recommend({ ...curve, fixedLoss: curve.loss }, { for: 'clr' });
    expect(result.ok).toBe(false);
    expect(result.why.length).toBeGreaterThanOrEqual(2);
  });
});

describe('with the losses of fixed rows', () => {
  const exact = (curve: Curve): Curve => ({ ...curve, fixedLoss: bowl(curve.lr).loss });
  const lrOf = (curve: Curve) => answer(curve).lr;
  it('noise of the batches moves it by less than a twentieth of a decade', () => {
    const { lr, confidence } = answer(exact(bowl(sweep)));
    expect(confidence).not.toBe('low');
    for (const deviation of [0.05, 0.2, 0.5]) {
      for (const seed of [1, 2, 3]) {
        const moved = lrOf(exact(noisy(bowl(sweep), deviation, seed)));
        expect(Math.abs(Math.log10(moved / lr)), `noise ${deviation}, seed ${seed}`).toBeLessThan(0.05);
      }
    }
    expect(answer(exact(noisy(bowl(sweep), 0.9, 1))).confidence).toBe('low');
  });
  it('lies between where the fall is done and a sixth of where it is lost', () => {
    const lr = lrOf(exact(bowl(sweep)));
    expect(lr).toBeGreaterThan(1e-3);
    expect(lr).toBeLessThan(1.7 / 6);
  });
  it('a gap, a NaN tail and another number of steps change little', () => {
    const lr = lrOf(exact(bowl(sweep)));
    const { loss } = bowl(sweep);
    const cut = loss.map((value, i) => (i > 96 ? Number.NaN : value));
    const variants: Record<string, Curve> = {
      gap: { lr: sweep, loss, fixedLoss: loss.map((value, i) => (i % 9 === 4 ? Number.NaN : value)) },
      tail: { lr: sweep, loss, fixedLoss: cut },
      long: exact(bowl(geometricSpace(1e-7, 10, 1000))),
    };
    for (const [name, curve] of Object.entries(variants)) {
      expect(Math.abs(Math.log10(lrOf(curve) / lr)), name).toBeLessThan(0.1);
    }
  });
  it('a jump of single updates on the way down does not move the place where the fall begins', () => {
    const smooth = bowl(sweep).loss;
    const early = sweep.findIndex((lr) => lr > 0.005);
    const jumping = smooth.map((loss, i) => (i === early ? smooth[0]! + 1 : loss));
    const beginOf = (fixedLoss: readonly number[]) =>
      answer({ ...bowl(sweep), fixedLoss }).why.find((reason) => reason.startsWith('the loss begins to fall'))!;
    const [calm, jumpy] = [smooth, jumping].map((loss) => /at lr (\S+)/.exec(beginOf(loss))![1]);
    expect(jumpy).toBe(calm);
  });
  it('a fall that no batch shows is answered with low confidence, a much smaller one not at all', () => {
    const flat = noisy({ lr: sweep, loss: sweep.map(() => 2) }, 0.5, 4);
    const falling = (by: number) => bowl(sweep).loss.map((value) => value * by);
    const found = recommend({ ...flat, fixedLoss: falling(0.5) }, { for: 'clr' });
    expect(found).toMatchObject({ ok: true, confidence: 'low' });
    expect(recommend({ ...flat, fixedLoss: falling(0.05) }, { for: 'clr' })).toMatchObject({
      ok: false,
      code: expect.stringMatching(/^R00[67]$/),
    });
  });
  it('places a named rule by the losses of the batches', () => {
    const rule = { for: 'constant', rule: 'minimum' } as const;
    const [plain, fixed] = [bowl(sweep), exact(bowl(sweep))].map((curve) => recommend(curve, rule));
    expect(fixed).toMatchObject({ ok: true, lr: plain!.ok && plain!.lr });
  });
});

it('takes pure noise for a fall in 2 of 100 cases at most', () => {
  const seeds = Array.from({ length: 300 }, (_, seed) => seed + 100);
  const taken = seeds.filter(
    (seed) =>
      recommend(
        noise(seed, 100, () => 2),
        { for: 'clr' },
      ).ok,
  );
  expect(taken.length).toBeLessThanOrEqual(6);
});

describe('invariance', () => {
  const close = (actual: number, expected: number) => expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-9);
  const curves = fc
    .record({
      seed: fc.integer({ min: 0, max: 1e6 }),
      deviation: fc.constantFrom(0.01, 0.05, 0.1),
      fixed: fc.boolean(),
    })
    .map(({ seed, deviation, fixed }): Curve => {
      const batches = noisy(bowl(sweep), deviation, seed);
      return fixed ? { ...batches, fixedLoss: bowl(sweep).loss } : batches;
    });
  const factor = fc.double({ min: -4, max: 4, noNaN: true }).map((e) => 10 ** e);

  it('c loss + d gives the same rates', () =>
    fc.assert(
      fc.property(curves, factor, fc.double({ min: -10, max: 10, noNaN: true }), (curve, c, d) => {
        const before = answer(curve);
        const moved = (losses: readonly number[]) => losses.map((loss) => c * (loss + d));
        const after = answer({
          lr: curve.lr,
          loss: moved(curve.loss),
          ...(curve.fixedLoss && { fixedLoss: moved(curve.fixedLoss) }),
        });
        close(after.lr, before.lr);
        close(after.baseLr, before.baseLr);
        close(after.maxLr, before.maxLr);
        expect(after.confidence).toBe(before.confidence);
      }),
      { numRuns: 1000 },
    ));
  it('k lr gives k times the rates', () =>
    fc.assert(
      fc.property(curves, factor, (curve, k) => {
        const before = answer(curve);
        const after = answer({ ...curve, lr: curve.lr.map((lr) => k * lr) });
        close(after.lr, k * before.lr);
        close(after.baseLr, k * before.baseLr);
        close(after.maxLr, k * before.maxLr);
        close(after.interval[0], k * before.interval[0]);
        close(after.interval[1], k * before.interval[1]);
      }),
      { numRuns: 1000 },
    ));
});
