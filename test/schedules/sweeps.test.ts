import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scheduleConfig } from '../../src/schedules/all.js';
import { ratesOf } from '../../src/schedules/schedule.js';
import { sweepExponential } from '../../src/schedules/sweep-exponential.js';
import { sweepLinear } from '../../src/schedules/sweep-linear.js';

const over = (totalSteps: number) => ({ totalSteps, stepsPerEpoch: 1 });

it('read as tables', () => {
  const exponential = ratesOf(sweepExponential.build({ startLr: 1e-5, endLr: 0.1 }, over(5)), 7);
  for (const [i, lr] of [1e-5, 1e-4, 1e-3, 1e-2, 0.1, 0.1, 0.1].entries())
    expect(exponential[i]! / lr).toBeCloseTo(1, 14);
  expect(ratesOf(sweepLinear.build({ startLr: 0, endLr: 3 }, over(4)), 6)).toEqual([0, 1, 2, 3, 3, 3]);
  expect(ratesOf(sweepExponential.build({ startLr: 0.5, endLr: 2 }, over(1)), 2)).toEqual([0.5, 0.5]);
});

describe.each([sweepExponential, sweepLinear])('$name', (spec) => {
  const rate = fc.double({ min: 1e-12, max: 1e6, noNaN: true });
  it('hits both ends exactly and rises all the way', () =>
    fc.assert(
      fc.property(rate, rate, fc.integer({ min: 2, max: 1000 }), (a, b, n) => {
        const [startLr, endLr] = [Math.min(a, b), Math.max(a, b)];
        const rates = ratesOf(spec.build({ startLr, endLr }, over(n)), n);
        expect([rates[0], rates.at(-1)]).toEqual([startLr, endLr]);
        for (let i = 1; i < n; i++) expect(rates[i]).toBeGreaterThanOrEqual(rates[i - 1]!);
      }),
    ));
});

it.each([
  { name: 'sweep-exponential', startLr: 0, endLr: 1 },
  { name: 'sweep-linear', startLr: -1, endLr: 1 },
  { name: 'sweep-linear', startLr: 0, endLr: Infinity },
])('refuses %o', (config) => expect(scheduleConfig.safeParse(config).success).toBe(false));
