import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildSchedule, scheduleConfig, trainingSchedules } from '../../src/schedules/all.js';

/** Parameters drawn at random, in the units of a config and in updates. */
interface Drawn {
  readonly total: number;
  readonly perEpoch: number;
  readonly maxLr: number;
  /** A rate of maxLr or less. */
  readonly baseLr: number;
  /** A factor in (0, 1]. */
  readonly gamma: number;
  /** A length as it is typed, and in updates. */
  readonly a: { readonly typed: number | string; readonly n: number };
  readonly b: { readonly typed: number | string; readonly n: number };
  /** Numbers in (0, 1), in ascending order. */
  readonly low: number;
  readonly high: number;
  readonly flag: boolean;
  /** 0, 1, 2, ... for enums. */
  readonly pick: number;
}

const unit = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    total: fc.integer({ min: 1, max: 1_000_000 }),
    perEpoch: fc.integer({ min: 1, max: 1000 }),
    maxLr: fc.double({ min: 1e-6, max: 10, noNaN: true }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    gamma: fc.double({ min: 1e-3, max: 1, noNaN: true }),
    lengths: fc.tuple(
      fc.tuple(fc.integer({ min: 1, max: 300 }), fc.constantFrom('', 'ep', '%')),
      fc.tuple(fc.integer({ min: 1, max: 300 }), fc.constantFrom('', 'ep', '%')),
    ),
    parts: fc.tuple(unit, unit).filter(([x, y]) => Math.abs(x - y) > 1e-3),
    flag: fc.boolean(),
    pick: fc.nat(11),
  })
  .map(({ share, lengths, parts, ...rest }) => {
    const [a, b] = lengths.map(([amount, suffix]) => {
      const size = { '': 1, ep: rest.perEpoch, '%': rest.total / 100 }[suffix]!;
      return { typed: suffix === '' ? amount : `${amount}${suffix}`, n: Math.max(1, Math.round(amount * size)) };
    }) as [Drawn['a'], Drawn['b']];
    return { ...rest, baseLr: share * rest.maxLr, a, b, low: Math.min(...parts), high: Math.max(...parts) };
  });

interface Law {
  /** The config of our schedule. */
  readonly config: (d: Drawn) => object;
  /** The rate at update t, written again from the formula of the source, not from our code. */
  readonly formula: (d: Drawn, t: number) => number;
  /** Least and highest rate; 0 and maxLr if left out. */
  readonly bounds?: (d: Drawn) => readonly [number, number];
}

const { PI, abs, cos, exp, floor, log, max, min, sin, sqrt } = Math;
const pow = (base: number, exponent: number) => exp(exponent * log(base));
/** How far a fall of n updates is, 0 to 1. */
const done = (t: number, n: number) => (t >= n ? 1 : t / n);
const between = (d: Drawn): readonly [number, number] => [d.baseLr, d.maxLr];
const stairs = (d: Drawn, t: number) => (d.flag ? floor(t / d.a.n) : t / d.a.n);
/** Half a cosine from 1 to 0, as a square. */
const half = (part: number) => cos((PI * part) / 2) ** 2;

const laws: Record<(typeof trainingSchedules)[number]['name'], Law> = {
  constant: { config: () => ({}), formula: (d) => d.maxLr, bounds: (d) => [d.maxLr, d.maxLr] },
  clr: {
    config: (d) => ({
      baseLr: d.baseLr,
      halfCycle: d.a.typed,
      halfCycleDown: d.b.typed,
      mode: ['triangular', 'triangular2', 'exp-range'][d.pick % 3],
      gamma: d.gamma,
    }),
    formula(d, t) {
      const length = d.a.n + d.b.n;
      const cycle = floor(1 + t / length);
      const x = 1 + (t - (cycle - 1) * length) / length - 1;
      const r = d.a.n / length;
      const k = x <= r ? x / r : (x - 1) / (r - 1);
      const scale = [1, 1 / pow(2, cycle - 1), pow(d.gamma, t)][d.pick % 3]!;
      return d.baseLr + (d.maxLr - d.baseLr) * k * scale;
    },
    bounds: between,
  },
  'one-cycle': {
    config: (d) => ({
      baseLr: d.baseLr,
      finalDivFactor: 100,
      steps: d.a.typed,
      pctStart: d.low,
      ...(d.flag && { pctFinal: d.high }),
      anneal: d.pick % 2 ? 'linear' : 'cosine',
      compat: 'fastai',
    }),
    formula(d, t) {
      const way = d.pick % 2 ? (p: number) => 1 - p : half;
      const p = done(t, d.a.n);
      const mix = (from: number, to: number, part: number) => to + (from - to) * way(part);
      if (p <= d.low) return mix(d.baseLr, d.maxLr, p / d.low);
      if (!d.flag) return mix(d.maxLr, d.baseLr / 100, (p - d.low) / (1 - d.low));
      if (p <= d.high) return mix(d.maxLr, d.baseLr, (p - d.low) / (d.high - d.low));
      return mix(d.baseLr, d.baseLr / 100, (p - d.high) / (1 - d.high));
    },
    bounds: (d) => [d.baseLr / 100, d.maxLr],
  },
  cosine: {
    config: (d) => ({ baseLr: d.baseLr, steps: d.a.typed, kDecay: 2 * d.high, compat: d.flag ? 'pytorch' : 'none' }),
    formula(d, t) {
      const p = d.flag ? (t % (2 * d.a.n)) / d.a.n : done(t, d.a.n);
      return d.baseLr + (d.maxLr - d.baseLr) * half(p === 0 ? 0 : pow(p, 2 * d.high));
    },
    bounds: between,
  },
  'cosine-restarts': {
    config: (d) => ({
      baseLr: d.baseLr,
      firstCycle: d.a.typed,
      tMul: 1 + (d.pick % 3),
      mMul: d.gamma,
      cuts: [d.b.n],
      cutFactor: d.low,
    }),
    formula(d, t) {
      const factor = 1 + (d.pick % 3);
      let [start, length, peak] = [0, d.a.n, d.maxLr];
      if (factor === 1) {
        const restarts = floor(t / length);
        [start, peak] = [restarts * length, peak * pow(d.gamma, restarts)];
      } else {
        for (; t >= start + length; length *= factor) [start, peak] = [start + length, peak * d.gamma];
      }
      const top = max(d.baseLr, t >= d.b.n ? peak * d.low : peak);
      return d.baseLr + (top - d.baseLr) * half((t - start) / length);
    },
    bounds: between,
  },
  linear: {
    config: (d) => ({ baseLr: d.baseLr, steps: d.a.typed }),
    formula: (d, t) => d.baseLr * done(t, d.a.n) + d.maxLr * (1 - done(t, d.a.n)),
    bounds: between,
  },
  polynomial: {
    config: (d) => ({ baseLr: d.baseLr, steps: d.a.typed, power: 3 * d.high, cycle: d.flag }),
    formula(d, t) {
      let n = d.a.n;
      if (d.flag) n *= max(1, Math.ceil(t / n));
      const left = 1 - done(t, n);
      return d.baseLr + (left === 0 ? 0 : (d.maxLr - d.baseLr) * pow(left, 3 * d.high));
    },
    bounds: between,
  },
  exponential: {
    config: (d) => ({ baseLr: d.baseLr, gamma: d.gamma, decaySteps: d.a.typed, staircase: d.flag }),
    formula: (d, t) => max(d.baseLr, d.maxLr * pow(d.gamma, stairs(d, t))),
    bounds: between,
  },
  'natural-exp': {
    config: (d) => ({ baseLr: d.baseLr, decayRate: d.gamma, decaySteps: d.a.typed, staircase: d.flag }),
    formula: (d, t) => max(d.baseLr, d.maxLr * exp(-d.gamma * stairs(d, t))),
    bounds: between,
  },
  'inverse-time': {
    config: (d) => ({ baseLr: d.baseLr, decayRate: d.gamma, decaySteps: d.a.typed, staircase: d.flag }),
    formula: (d, t) => max(d.baseLr, d.maxLr / (1 + d.gamma * stairs(d, t))),
    bounds: between,
  },
  'inverse-sqrt': {
    config: (d) => ({ baseLr: d.baseLr, timescale: d.a.typed }),
    formula: (d, t) => max(d.baseLr, d.maxLr / sqrt((t + d.a.n) / d.a.n)),
    bounds: between,
  },
  noam: {
    config: (d) => ({ warmupSteps: d.a.typed }),
    formula: (d, t) => d.maxLr * sqrt(d.a.n) * min(1 / sqrt(t + 1), (t + 1) / d.a.n ** 1.5),
  },
  step: {
    config: (d) => ({ baseLr: d.baseLr, stepSize: d.a.typed, gamma: d.gamma }),
    formula: (d, t) => max(d.baseLr, d.maxLr * pow(d.gamma, floor(t / d.a.n))),
    bounds: between,
  },
  'multi-step': {
    config: (d) => ({ baseLr: d.baseLr, milestones: [d.a.n, d.a.n, d.a.n + d.b.n], gamma: d.gamma }),
    formula: (d, t) => max(d.baseLr, d.maxLr * (t < d.a.n ? 1 : t < d.a.n + d.b.n ? d.gamma ** 2 : d.gamma ** 3)),
    bounds: between,
  },
  'piecewise-constant': {
    config: (d) => ({
      boundaries: [d.a.n, d.a.n + d.b.n],
      factors: [d.low, 1, d.high],
      compat: d.flag ? 'keras' : 'none',
    }),
    formula(d, t) {
      const at = d.flag ? t - 1 : t; // Keras: step <= boundary has the rate before
      return d.maxLr * (at < d.a.n ? d.low : at < d.a.n + d.b.n ? 1 : d.high);
    },
    bounds: (d) => [d.low * d.maxLr, d.maxLr],
  },
  'piecewise-interpolate': {
    config: (d) => ({ boundaries: [d.a.n, d.a.n + d.b.n], factors: [d.low, 1, d.high] }),
    formula: (d, t) => d.maxLr * (d.low + (1 - d.low) * done(t, d.a.n) + (d.high - 1) * done(max(0, t - d.a.n), d.b.n)),
    bounds: (d) => [d.low * d.maxLr, d.maxLr],
  },
  'warmup-stable-decay': {
    config: (d) => ({ baseLr: d.baseLr, warmupSteps: d.a.n, decaySteps: d.b.n, decay: d.flag ? 'sqrt' : 'linear' }),
    formula(d, t) {
      if (t < d.a.n) return (d.maxLr * (1 + (t / d.a.n) * d.a.n)) / (d.a.n + 1);
      const p = done(max(0, t - max(d.a.n, d.total - d.b.n)), d.b.n);
      return d.maxLr - (d.maxLr - d.baseLr) * (d.flag ? sqrt(p) : p);
    },
  },
  'flat-cosine': {
    config: (d) => ({ baseLr: d.baseLr, steps: d.a.typed, flat: d.low }),
    formula: (d, t) => d.baseLr + (d.maxLr - d.baseLr) * half(max(0, done(t, d.a.n) - d.low) / (1 - d.low)),
    bounds: between,
  },
  tanh: {
    config: (d) => ({ baseLr: d.baseLr, steps: d.a.typed, lower: -9 * d.low, upper: 9 * d.high }),
    formula(d, t) {
      const x = -9 * d.low + 9 * (d.high + d.low) * done(t, d.a.n);
      return d.baseLr + (d.maxLr - d.baseLr) / (1 + exp(2 * x)); // (1 - tanh x) / 2
    },
    bounds: between,
  },
  'linear-cosine': {
    config: (d) => ({ steps: d.a.typed, numPeriods: 3 * d.low, alpha: 0, beta: 0 }),
    formula: (d, t) => d.maxLr * (1 - done(t, d.a.n)) * (1 - sin(3 * d.low * PI * done(t, d.a.n)) ** 2),
  },
  chain: {
    config: (d) => ({
      parts: [
        { schedule: { name: 'linear', baseLr: d.baseLr }, length: d.a.n },
        { schedule: 'constant', length: d.b.n },
        { schedule: { name: 'exponential', gamma: d.gamma, decaySteps: 10 } },
      ],
    }),
    formula(d, t) {
      if (t < d.a.n) return d.maxLr - ((d.maxLr - d.baseLr) * t) / d.a.n;
      return t < d.a.n + d.b.n ? d.maxLr : d.maxLr * pow(d.gamma, (t - d.a.n - d.b.n) / 10);
    },
  },
  repeat: {
    config: (d) => ({
      schedule: { name: 'linear', baseLr: d.baseLr },
      period: d.a.n,
      mMul: d.gamma,
      ...(d.flag && { cycles: 1 + d.pick }),
    }),
    formula(d, t) {
      const index = floor(t / d.a.n);
      if (d.flag && index > d.pick) return d.baseLr;
      const peak = max(d.baseLr, d.maxLr * pow(d.gamma, index));
      return peak - ((peak - d.baseLr) * (t - index * d.a.n)) / d.a.n;
    },
    bounds: between,
  },
  product: {
    config: (d) => ({
      schedules: [
        { name: 'linear', steps: d.a.n },
        { name: 'step', stepSize: d.b.n, gamma: d.gamma },
      ],
    }),
    formula: (d, t) => d.maxLr * (1 - done(t, d.a.n)) * pow(d.gamma, floor(t / d.b.n)),
  },
  csv: {
    config: (d) => ({ path: 'lr.csv', unit: d.flag ? 'epoch' : 'update', interpolate: d.pick % 2 ? 'linear' : 'hold' }),
    formula(d, t) {
      const at = d.flag ? t / d.perEpoch : t;
      return d.maxLr * (1 - 0.5 * (d.pick % 2 ? done(at, 50) : floor(done(at, 50))));
    },
    bounds: (d) => [d.maxLr / 2, d.maxLr],
  },
};

const readText = () => 'step,lr\n0,0.5\n50,0.25\n'; // maxLr scales it

const steps = (total: number) =>
  fc.oneof(fc.integer({ min: 0, max: 2 * total }), fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 1e9 }));

it.each(trainingSchedules.map(({ name }) => name))(
  '%s is its formula, within its bounds, whatever was asked before',
  (name) => {
    const { config, formula, bounds = (d: Drawn) => [0, d.maxLr] as const } = laws[name];
    fc.assert(
      fc.property(
        drawn.chain((d) => fc.tuple(fc.constant(d), fc.array(steps(d.total), { minLength: 2, maxLength: 4 }))),
        ([d, asked]) => {
          const horizon = { totalSteps: d.total, stepsPerEpoch: d.perEpoch, readText };
          const parsed = scheduleConfig.parse({ name, maxLr: d.maxLr, ...config(d) });
          const at = buildSchedule(parsed, horizon);
          const rates = asked.map(at);
          const [least, most] = bounds(d);
          for (const [i, t] of asked.entries()) {
            const lr = rates[i]!;
            if (!(abs(lr - formula(d, t)) <= 1e-9 * d.maxLr)) expect([t, lr]).toEqual([t, formula(d, t)]);
            if (!(lr >= least * (1 - 1e-12) && lr <= most * (1 + 1e-12))) expect([t, lr]).toEqual([least, most]);
          }
          const backwards = asked.toReversed().map(buildSchedule(parsed, horizon)).toReversed();
          if (asked.some((t, i) => at(t) !== rates[i] || backwards[i] !== rates[i])) expect(backwards).toEqual(rates);
        },
      ),
      { numRuns: 10_000 },
    );
  },
  120_000,
);
