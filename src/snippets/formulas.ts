import { updatesIn } from '../base/units.js';
import type { ScheduleConfig, ScheduleName } from '../schedules/all.js';
import { segmentsOf } from '../schedules/chain.js';
import { cycleAt } from '../schedules/cycles.js';
import type { Horizon } from '../schedules/schedule.js';

/** The rates from one update on, as an expression (base/expression.ts) of t, the number of the update. */
export interface Piece {
  readonly from: number;
  readonly lr: string;
}

type ConfigOf<N extends ScheduleName> = Extract<ScheduleConfig, { name: N }>;
type Formulas = { readonly [N in ScheduleName]?: (config: ConfigOf<N>, horizon: Horizon) => readonly Piece[] };

/** A number as an expression has it; negative ones in parentheses. */
const num = (value: number): string => (value < 0 ? `(${value})` : String(value));
const whole = (lr: string): readonly Piece[] => [{ from: 0, lr }];
const between = (from: number, to: number, part: string) => `${num(from)} + ${num(to - from)} * ${part}`;
const cosine = (part: string) => `(1 - cos(PI * ${part})) / 2`;
const partOf = (n: number) => `min(t / ${n}, 1)`;
const powered = (part: string, power: number) => (power === 1 ? part : `${part} ^ ${num(power)}`);
const floored = (lr: string, floor: number) => (floor === 0 ? lr : `max(${num(floor)}, ${lr})`);
const lengthOf = (length: Parameters<typeof updatesIn>[0], horizon: Horizon) => Math.max(1, updatesIn(length, horizon));

/** More make no short program. */
const mostPieces = 50;

/**
 * Schedules that are smooth curves, in closed form. What is straight needs none: a table of its corners says it all. Where
 * the formula does not hold for some parameter, none is given, or it is found out when it is compared with the rates.
 */
const formulas: Formulas = {
  constant: ({ maxLr }) => whole(num(maxLr)),

  linear({ maxLr, baseLr, steps }, horizon) {
    return whole(between(maxLr, baseLr, partOf(lengthOf(steps, horizon))));
  },

  chain({ maxLr, parts }, horizon) {
    let start = 0;
    const pieces = segmentsOf(parts, horizon, (part, own) => piecesOf({ maxLr, ...part } as ScheduleConfig, own)).map(
      ({ schedule, steps }) => {
        const moved = shifted(schedule ?? [], start);
        start += steps;
        return moved;
      },
    );
    return pieces.every(({ length }) => length > 0) ? pieces.flat() : [];
  },

  cosine: ({ maxLr, baseLr, steps, kDecay }, horizon) =>
    whole(between(maxLr, baseLr, cosine(powered(partOf(lengthOf(steps, horizon)), kDecay)))),

  'cosine-restarts'({ maxLr, baseLr, firstCycle, tMul, mMul }, horizon) {
    const first =
      firstCycle === undefined
        ? Math.max(1, horizon.totalSteps / (1 + tMul + tMul ** 2))
        : lengthOf(firstCycle, horizon);
    const pieces: Piece[] = [];
    for (let step = 0; step < horizon.totalSteps; ) {
      const { index, since, size } = cycleAt(step, first, tMul);
      const peak = Math.max(baseLr, maxLr * mMul ** index);
      const start = step - since;
      pieces.push({ from: step, lr: between(peak, baseLr, cosine(`(t - ${num(start)}) / ${size}`)) });
      step = Math.max(step + 1, Math.ceil(start + size));
    }
    return pieces;
  },

  'one-cycle'({ maxLr, baseLr = maxLr / 25, finalDivFactor, steps, pctStart, threePhase, anneal, compat }, horizon) {
    const n = lengthOf(steps, horizon);
    const last = compat === 'none' ? n - 1 : n;
    const top = compat === 'none' ? pctStart * n - 1 : compat === 'optax' ? Math.floor(pctStart * n) : pctStart * n;
    const knots = [
      { at: 0, lr: baseLr },
      { at: top, lr: maxLr },
      ...(threePhase ? [{ at: 2 * top, lr: baseLr }] : []),
      { at: last, lr: baseLr / finalDivFactor },
    ];
    return knots.slice(1).map(({ at, lr }, i) => {
      const start = knots[i]!;
      const part = `min((t - ${num(start.at)}) / ${num(at - start.at)}, 1)`;
      return {
        from: i === 0 ? 0 : Math.floor(start.at) + 1,
        lr: between(start.lr, lr, anneal === 'cosine' ? cosine(part) : part),
      };
    });
  },

  product({ maxLr, schedules }, horizon) {
    const factors = schedules.map((part) => piecesOf({ maxLr: 1, ...part } as ScheduleConfig, horizon) ?? []);
    if (factors.some(({ length }) => length === 0)) return [];
    const starts = [...new Set(factors.flatMap((pieces) => pieces.map(({ from }) => from)))].sort((a, b) => a - b);
    return starts.map((from) => {
      const there = factors.map((pieces) => pieces.findLast((piece) => piece.from <= from)!.lr);
      return { from, lr: [num(maxLr), ...there.map((lr) => `(${lr})`)].join(' * ') };
    });
  },

  step({ maxLr, baseLr, gamma, stepSize }, horizon) {
    const n = lengthOf(stepSize, horizon);
    const steps = Math.min(mostPieces, Math.ceil(horizon.totalSteps / n));
    return Array.from({ length: steps }, (_, i) => ({
      from: Math.ceil(i * n),
      lr: num(Math.max(baseLr, maxLr * gamma ** i)),
    }));
  },

  'flat-cosine'({ maxLr, baseLr, steps, flat }, horizon) {
    const n = lengthOf(steps, horizon);
    const part = `min((t / ${n} - ${num(flat)}) / ${num(1 - flat)}, 1)`;
    return [
      { from: 0, lr: num(maxLr) },
      { from: Math.ceil(flat * n), lr: between(maxLr, baseLr, cosine(part)) },
    ];
  },

  polynomial: ({ maxLr, baseLr, steps, power, kDecay }, horizon) =>
    whole(between(baseLr, maxLr, `(1 - ${powered(partOf(lengthOf(steps, horizon)), kDecay)}) ^ ${num(power)}`)),

  exponential: ({ maxLr, baseLr, gamma, decaySteps }, horizon) =>
    whole(floored(`${maxLr} * ${gamma} ^ (t / ${lengthOf(decaySteps, horizon)})`, baseLr)),

  'natural-exp': ({ maxLr, baseLr, decayRate, decaySteps }, horizon) =>
    whole(floored(`${maxLr} * exp(-${num(decayRate)} * t / ${lengthOf(decaySteps, horizon)})`, baseLr)),

  'inverse-time': ({ maxLr, baseLr, decayRate, decaySteps }, horizon) =>
    whole(floored(`${maxLr} / (1 + ${num(decayRate)} * t / ${lengthOf(decaySteps, horizon)})`, baseLr)),

  'inverse-sqrt'({ maxLr, baseLr, timescale }, horizon) {
    const n = lengthOf(timescale, horizon);
    return whole(floored(`${maxLr} * sqrt(${n} / (${n} + t))`, baseLr));
  },

  noam({ maxLr, warmupSteps }, horizon) {
    const w = lengthOf(warmupSteps, horizon);
    return whole(`${maxLr} * min((t + 1) / ${w}, sqrt(${w} / (t + 1)))`);
  },

  tanh({ maxLr, baseLr, steps, lower, upper }, horizon) {
    const inside = `${num(lower)} + ${num(upper - lower)} * ${partOf(lengthOf(steps, horizon))}`;
    return whole(between(baseLr, maxLr, `(1 - tanh(${inside})) / 2`));
  },

  'linear-cosine'({ maxLr, steps, numPeriods, alpha, beta }, horizon) {
    const part = partOf(lengthOf(steps, horizon));
    const wave = `(1 + cos(${num(2 * numPeriods)} * PI * ${part})) / 2`;
    return whole(`${maxLr} * ((${num(alpha + 1)} - ${part}) * ${wave} + ${num(beta)})`);
  },

  'sweep-exponential'({ startLr, endLr }, { totalSteps }) {
    const n = Math.max(1, totalSteps - 1);
    // counted from the end, where the rates are high: float32 is exact there
    return whole(`${endLr} * ${startLr / endLr} ^ (max(${n} - t, 0) / ${n})`);
  },
};

/** The pieces of a schedule; null where it has no closed form. */
export const piecesOf = (config: ScheduleConfig, horizon: Horizon): readonly Piece[] | null =>
  (formulas[config.name] as ((config: ScheduleConfig, horizon: Horizon) => readonly Piece[]) | undefined)?.(
    config,
    horizon,
  ) ?? null;

/** The pieces as they are after so many updates of something else. */
export const shifted = (pieces: readonly Piece[], by: number): Piece[] =>
  by === 0 ? [...pieces] : pieces.map(({ from, lr }) => ({ from: from + by, lr: lr.replace(/\bt\b/g, `(t - ${by})`) }));
