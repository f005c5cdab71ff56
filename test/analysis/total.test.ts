import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recommend } from '../../src/analysis/bounds/recommend.js';
import { uses } from '../../src/analysis/bounds/uses.js';
import type { Curve } from '../../src/analysis/curve.js';
import { divergence } from '../../src/analysis/divergence.js';
import { rules, suggestAll } from '../../src/analysis/suggest/all.js';
import { curveWarnings } from '../../src/analysis/warnings.js';

const loss = fc.oneof(
  fc.double({ min: -10, max: 10 }),
  fc.double({ min: 1e-300, max: 1e300 }),
  fc.constantFrom(0, Number.NaN, Infinity, -Infinity, 1e300, -1e300, 1e-300),
);
const lr = fc.oneof(
  fc.constant(0),
  fc.double({ min: 1e-9, max: 10, noNaN: true }),
  fc.double({ min: 1e-300, max: 1e300, noNaN: true }),
);
const curves: fc.Arbitrary<Curve> = fc.oneof(
  fc.array(fc.tuple(lr, loss), { maxLength: 60 }).map((points) => ({
    lr: points.map(([rate]) => rate).toSorted((a, b) => a - b),
    loss: points.map(([, value]) => value),
  })),
  fc.array(fc.tuple(lr, loss), { maxLength: 30 }).map((points) => ({
    lr: points.map(([rate]) => rate),
    loss: points.map(([, value]) => value),
  })),
);

describe('any series at all', () => {
  it('gives a finite, positive rate of the curve, or a reason, by every rule', () =>
    fc.assert(
      fc.property(curves, fc.integer({ min: 1, max: 200 }), fc.boolean(), (curve, steps, smoothed) => {
        const answers = suggestAll(curve, { steps, smoothed });
        expect(Object.keys(answers)).toEqual(rules.map(({ name }) => name));
        for (const answer of Object.values(answers)) {
          if (!answer.ok) expect(answer.why).not.toBe('');
          else expect(curve.lr[answer.index]! / answer.lr).toSatisfy((r) => r === 1 || Number.isNaN(r) || r > 9.99);
        }
      }),
      { numRuns: 2000 },
    ));
  it('gives ordered, finite bounds, or reasons', () =>
    fc.assert(
      fc.property(curves, fc.constantFrom(...uses.map(({ name }) => name)), (curve, use) => {
        const answer = recommend(curve, { for: use });
        expect(answer.why.length).toBeGreaterThan(0);
        if (!answer.ok) return;
        const { baseLr, lr: rate, maxLr, interval } = answer;
        for (const value of [baseLr, rate, maxLr, ...interval]) expect(value).toSatisfy(Number.isFinite);
        expect(baseLr).toBeLessThanOrEqual(maxLr);
        expect(rate).toBeLessThanOrEqual(maxLr);
        expect(interval[0]).toBeLessThanOrEqual(interval[1]);
      }),
      { numRuns: 2000 },
    ));
  it('is watched and warned about without a throw', () =>
    fc.assert(
      fc.property(curves, (curve) => {
        const watch = divergence();
        for (const value of curve.loss) expect([null, 'diverged', 'non-finite']).toContain(watch(value));
        const suggestions = suggestAll(curve, { steps: 50 });
        const warnings = curveWarnings(curve, { steps: 50, stop: 'completed', suggestions, updatesPerEpoch: 10 });
        for (const { code, message } of warnings) expect(`${code} ${message}`).toMatch(/^W\d{3} \S/);
      }),
      { numRuns: 2000 },
    ));
});
