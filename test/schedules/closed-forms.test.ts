import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression, expressionProblem } from '../../src/base/expression.js';
import { length, updatesIn } from '../../src/base/units.js';
import { buildSchedule, scheduleConfig } from '../../src/schedules/all.js';
import { chain, product, repeat, withWarmup } from '../../src/schedules/combine.js';

const horizon = { totalSteps: 200, stepsPerEpoch: 20 };
const build = (config: object) => buildSchedule(scheduleConfig.parse(config), horizon);
const table = (config: object, steps: readonly number[]) => steps.map(build(config));

describe('schedules as tables', () => {
  it.each([
    [
      { name: 'clr', maxLr: 1, baseLr: 0, halfCycle: 4 },
      [0, 1, 2, 3, 4, 5, 6, 7, 8],
      [0, 0.25, 0.5, 0.75, 1, 0.75, 0.5, 0.25, 0],
    ],
    [
      { name: 'clr', maxLr: 1, baseLr: 0, halfCycle: 1, halfCycleDown: 4 },
      [0, 1, 2, 3, 4, 5],
      [0, 1, 0.75, 0.5, 0.25, 0],
    ],
    [{ name: 'clr', maxLr: 1, baseLr: 0, halfCycle: 1, mode: 'triangular2' }, [1, 3, 5], [1, 0.5, 0.25]],
    [{ name: 'clr', maxLr: 1, baseLr: 0, halfCycle: 1, mode: 'exp-range', gamma: 0.5 }, [1, 3], [0.5, 0.125]],
    [{ name: 'clr', maxLr: 1, baseLr: 0, halfCycle: 1, scale: '1/2^(x-1)' }, [1, 3, 5], [1, 0.5, 0.25]],
    [{ name: 'step', maxLr: 1, stepSize: 2, gamma: 0.5 }, [0, 1, 2, 3, 4], [1, 1, 0.5, 0.5, 0.25]],
    [{ name: 'multi-step', maxLr: 1, milestones: [2, 2, 4], gamma: 0.5 }, [1, 2, 3, 4], [1, 0.25, 0.25, 0.125]],
    [
      { name: 'piecewise-constant', maxLr: 1, boundaries: [2], factors: [1, 0.5], compat: 'keras' },
      [1, 2, 3],
      [1, 1, 0.5],
    ],
    [{ name: 'linear', maxLr: 1, baseLr: 0.5, steps: 4 }, [0, 2, 4, 9], [1, 0.75, 0.5, 0.5]],
    [{ name: 'cosine', maxLr: 1, steps: 2 }, [0, 1, 2, 3], [1, 0.5, 0, 0]],
    [{ name: 'cosine', maxLr: 1, steps: 2, compat: 'pytorch' }, [0, 1, 2, 3, 4], [1, 0.5, 0, 0.5, 1]],
    [
      { name: 'warmup-stable-decay', maxLr: 1, warmupSteps: 1, decaySteps: 2 },
      [0, 1, 198, 199, 200],
      [0.5, 1, 1, 0.5, 0],
    ],
  ])('%j', (config, steps, rates) => {
    for (const [i, lr] of table(config, steps).entries()) expect(lr).toBeCloseTo(rates[i]!, 14);
  });

  it('restarts exactly where powers of the factor say, where logarithms miss it', () => {
    const at = build({ name: 'cosine-restarts', maxLr: 1, firstCycle: 10, tMul: 3 });
    for (const restart of [10, 40, 130, 400, 1210, 3640]) expect(at(restart)).toBe(1);
  });

  it('clr without a half cycle ends a run of 10 epochs in a valley', () => {
    const at = build({ name: 'clr', maxLr: 1, baseLr: 0.1 });
    expect([at(0), at(100), at(200)]).toEqual([0.1, 1, 0.1]);
  });
});

describe('clr', () => {
  it('agrees with the form printed in the paper', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 1e7 }), (half, step) => {
        const cycle = Math.floor(1 + step / (2 * half));
        const x = Math.abs(step / half - 2 * cycle + 1);
        expect(build({ name: 'clr', maxLr: 1, baseLr: 0.25, halfCycle: half })(step)).toBeCloseTo(
          0.25 + 0.75 * Math.max(0, 1 - x),
          8,
        );
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('warm-up', () => {
  it('climbs to the first rate of the schedule, without an update of rate 0', () =>
    expect([0, 1, 2, 3, 4].map(withWarmup((t) => 1 - t / 10, 3))).toEqual([0.25, 0.5, 0.75, 1, 0.9]));
  it('of no length is the schedule itself', () => expect([0, 1].map(withWarmup((t) => t + 1, 0))).toEqual([1, 2]));
  it.each([
    [{ from: 0 }, [0, 0.25, 0.5, 0.75, 1]],
    [{ shape: 'constant', from: 0.3 }, [0.3, 0.3, 0.3, 0.3, 1]],
    [{ shape: 'exponential', from: 1e-4 }, [1e-4, 1e-3, 1e-2, 1e-1, 1]],
    [{ shape: 'cosine', from: 0 }, [0, 0.5 - Math.SQRT1_2 / 2, 0.5, 0.5 + Math.SQRT1_2 / 2, 1]],
    [{ shape: 'sqrt', from: 0 }, [0, 1 - Math.sqrt(0.75), 1 - Math.sqrt(0.5), 0.5, 1]],
    [{ from: 0, to: 2 }, [0, 0.5, 1, 1.5, 1]],
  ] as const)('%j climbs as %j', (climb, rates) => {
    const at = withWarmup((t) => 1 / (1 + t), 4, climb);
    for (const [t, rate] of rates.entries()) expect(at(t)).toBeCloseTo(rate, 14);
    expect(at(5)).toBe(0.5);
  });
  it('that covers the schedule leads to where that has got by then', () =>
    expect([0, 1, 2, 3].map(withWarmup((t) => 8 - t, 2, { from: 0, covers: true }))).toEqual([0, 3, 6, 5]));
  it('products multiply, repeats begin anew, stretched, and end', () => {
    expect([1, 2].map(product([(t) => t, (t) => 10 * t]))).toEqual([10, 40]);
    expect([0, 1, 2, 3, 4].map(repeat(() => (t) => t, { period: 2 }))).toEqual([0, 1, 0, 1, 0]);
    expect([0, 1, 2, 3, 4, 5, 6, 9].map(repeat((i) => (t) => i + t / 10, { period: 2, tMul: 2, cycles: 2 }))).toEqual([
      0, 0.1, 1, 1.05, 1.1, 1.15, 1.2, 1.2,
    ]);
  });
  it('chains count from their own start', () =>
    expect(
      [0, 1, 2, 3].map(
        chain([
          { schedule: (t) => t, steps: 2 },
          { schedule: (t) => -t, steps: 1 },
        ]),
      ),
    ).toEqual([0, 1, -0, -1]));
});

describe('lengths', () => {
  it.each([
    [500, 500],
    ['500', 500],
    ['2ep', 40],
    ['2.5 ep', 50],
    ['10%', 20],
  ])('%j is %d updates', (text, updates) => expect(updatesIn(length.parse(text), horizon)).toBe(updates));
  it.each([0, -1, 1.5, '', 'ep', '-1ep', '3 epochs', '0', '0.0%', '0ep', '1e3'])('refuses %j', (text) =>
    expect(length.safeParse(text).success).toBe(false),
  );
});

describe('expressions', () => {
  it.each([
    ['1/(2^(x-1))', 3, 0.25],
    ['0.5*(1+sin(x*PI/2))', 1, 1],
    ['-x^2', 3, -9],
    ['2**3**0', 0, 2],
    ['2^-1', 0, 0.5],
    ['8-4-2', 0, 2],
    ['max(1, x, 2)', 7, 7],
    ['1e-3 * x', 2, 0.002],
  ])('%s at x = %d is %d', (text, x, value) => expect(compileExpression(text, ['x'])(x)).toBeCloseTo(value, 14));
  it.each([
    '',
    '1+',
    'y',
    'x.constructor',
    'process.exit()',
    'constructor',
    'sin',
    'sin(',
    '(x',
    'x)',
    'x y',
    '[]',
    '__proto__',
    `${'('.repeat(99)}x`,
  ])('refuses %s', (text) => expect(expressionProblem(text, ['x'])).toMatch(/\S/));
});
