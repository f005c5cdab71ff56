import { z } from 'zod';
import { cosineBetween, linearBetween } from '../base/numbers.js';
import { momentumEnds, momentumParams } from './momentum.js';
import { type Length, length, maxLr, rateOrZero, updates } from './params.js';
import { defineSchedule, type Horizon, type Schedule } from './schedule.js';

/** Of maxLr, where no baseLr is given. */
export const usualDivisor = 25;

const ways = { cosine: cosineBetween, linear: linearBetween } as const;
type Way = keyof typeof ways;

/** Where the phases of a cycle of n updates end, in updates; the places need not be whole numbers. */
const countings = {
  none: { last: (n) => n - 1, at: (part, n) => part * n - 1 },
  fastai: { last: (n) => n, at: (part, n) => part * n },
  optax: { last: (n) => n, at: (part, n) => Math.floor(part * n) },
} as const satisfies Record<
  string,
  { readonly last: (n: number) => number; readonly at: (part: number, n: number) => number }
>;
type Counting = keyof typeof countings;

interface Shape {
  readonly steps: Length;
  readonly pctStart: number;
  readonly pctFinal?: number | undefined;
  readonly threePhase: boolean;
  readonly anneal: Way;
  readonly compat: Counting;
}

/** The values where the phases meet. */
interface Ends {
  readonly start: number;
  readonly peak: number;
  readonly end: number;
}

/**
 * One climb and one long fall.
 *
 *   baseLr --> maxLr over pctStart n - 1 updates, then --> baseLr / finalDivFactor at update n - 1,   n = steps
 *
 * lr(0) = baseLr, lr(pctStart n - 1) = maxLr (where that is a whole number), lr(n - 1) = baseLr / finalDivFactor, flat
 * afterwards. With `threePhase` the fall reaches baseLr as fast as it climbed, with `pctFinal` at that part of the cycle;
 * then it goes on to the end. Numbers as PyTorch's OneCycleLR. `compat` fastai: the peak is update pctStart n and the
 * end is update n; optax: the same, places rounded down.
 *
 * With `cycleMomentum` the momentum goes the other way: maxMomentum --> baseMomentum --> maxMomentum, then it stays.
 */
export const oneCycle = defineSchedule({
  name: 'one-cycle',
  summary: 'climbs from baseLr to maxLr, then falls far below baseLr, once',
  source:
    'Smith and Topin 2018, arXiv:1708.07120; https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html',
  rates: 'one-cycle',
  params: {
    maxLr: maxLr.describe('learning rate at the peak'),
    baseLr: rateOrZero.optional().describe('learning rate of the first update; maxLr / 25 if left out'),
    finalDivFactor: z.number().positive().default(1e4).describe('the last learning rate is baseLr divided by this'),
    steps: length.default('100%').describe('length of the cycle'),
    pctStart: z.number().gt(0).lt(1).default(0.3).describe('part of the cycle that climbs'),
    pctFinal: z.number().gt(0).lt(1).optional().describe('part of the cycle after which it is back at baseLr'),
    anneal: z
      .enum(Object.keys(ways) as [Way, ...Way[]])
      .default('cosine')
      .describe('form of climb and fall'),
    threePhase: z.boolean().default(false).describe('fall to baseLr as fast as the climb, then to the end'),
    compat: z
      .enum(Object.keys(countings) as [Counting, ...Counting[]])
      .default('none')
      .describe(
        'where the peak and the end are: none: as PyTorch, the end is the last update; fastai, optax: one later',
      ),
    ...momentumParams,
  },
  build({ maxLr, baseLr = maxLr / usualDivisor, finalDivFactor, ...shape }, horizon) {
    return phases(shape, { start: baseLr, peak: maxLr, end: baseLr / finalDivFactor }, horizon);
  },
  momentum(params, horizon) {
    const ends = momentumEnds(params);
    if (ends === null) return null;
    const { maxMomentum, baseMomentum } = ends;
    return phases(params, { start: maxMomentum, peak: baseMomentum, end: maxMomentum }, horizon);
  },
});

function phases(shape: Shape, { start, peak, end }: Ends, horizon: Horizon): Schedule {
  const { pctStart, pctFinal, threePhase, anneal, compat } = shape;
  const { at, last } = countings[compat];
  const n = updates(shape.steps, horizon);
  const top = at(pctStart, n);
  const knots = [
    { at: 0, value: start },
    { at: top, value: peak },
    ...(pctFinal !== undefined
      ? [{ at: at(pctFinal, n), value: start }]
      : threePhase
        ? [{ at: 2 * top, value: start }]
        : []),
    { at: last(n), value: end },
  ];
  return (step) => {
    const t = Math.min(step, last(n));
    const next = knots.findIndex((knot, i) => i > 0 && (t <= knot.at || i === knots.length - 1));
    const [from, to] = [knots[next - 1]!, knots[next]!];
    const part = to.at > from.at ? Math.min(1, (t - from.at) / (to.at - from.at)) : 1;
    return ways[anneal](from.value, to.value, part);
  };
}
