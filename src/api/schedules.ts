import { z } from 'zod';
import {
  buildMomentum,
  buildSchedule,
  type ScheduleConfig,
  scheduleSpec,
  trainingSchedules,
} from '../schedules/all.js';
import type { Momentum, Schedule } from '../schedules/schedule.js';
import { checked } from './checked.js';
import { horizonOf, type RunLengths, runLengths } from './run-lengths.js';

type Spec = Exclude<(typeof trainingSchedules)[number], { name: 'csv' }>;
/** All but rates from a file: a list of rates is a schedule by itself, `(step) => rates[step]`. */
const names = trainingSchedules.map((spec) => spec.name).filter((name) => name !== 'csv');

export type ScheduleName = Spec['name'];
type Params<N extends ScheduleName> = Omit<z.input<Extract<Spec, { name: N }>['config']>, 'name'>;

/** The parameters of a schedule, as a config has them, and the lengths of the training where they are wanted. */
export type ScheduleOptions<N extends ScheduleName> = Params<N> & RunLengths;

/** A schedule by its name, as a config writes it: `{ name: 'cosine', maxLr: 0.1, totalSteps: 1000 }`. */
export type NamedSchedule = { [N in ScheduleName]: { readonly name: N } & ScheduleOptions<N> }[ScheduleName];

/** The learning rate of each update as a pure function, and the momentum that goes with it where one was asked for. */
export interface RateSchedule extends Schedule {
  readonly momentum: Momentum | null;
}

/**
 * The learning rate of every update (0, 1, 2, ...) as a pure function. Parameters, defaults and messages are those of the
 * config; see docs/schedules.md. `chain`, `repeat` and `product` of other schedules are written as there.
 *
 * Errors: OPTION, RUN_LENGTH, SCHEDULE (parameters that contradict each other).
 */
export function schedule({ name, ...options }: NamedSchedule): RateSchedule {
  const known = checked(z.object({ name: z.enum(names) }), { name }, 'schedule');
  return build(known.name, options, name);
}

function build(name: ScheduleName, options: object, place: string, added: object = {}): RateSchedule {
  const schema = z.strictObject({ ...scheduleSpec(name).params, ...runLengths });
  const { totalSteps, stepsPerEpoch, ...params } = checked(schema, options, place) as RunLengths;
  const config = { ...params, ...added, name } as ScheduleConfig;
  const horizon = horizonOf(place, { totalSteps, stepsPerEpoch });
  const rate = buildSchedule(config, horizon);
  return Object.assign((step: number) => rate(step), { momentum: buildMomentum(config, horizon) });
}

const named = <N extends ScheduleName>(name: N) => {
  const place = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return (options: ScheduleOptions<N>): RateSchedule => build(name, options, place);
};

/** The parameters of `clr`; `scale` may be a real function too. */
export type ClrOptions = Omit<ScheduleOptions<'clr'>, 'scale'> & {
  /** In place of mode: a function of x, or an expression of x as in a config. */
  readonly scale?: string | ((x: number) => number) | undefined;
};

/** Straight up and down between baseLr and maxLr, again and again (Smith 2017): `clr({ maxLr: 0.1, halfCycle: 500 })`. */
export const clr = ({ scale, ...options }: ClrOptions): RateSchedule =>
  typeof scale === 'function' ? build('clr', options, 'clr', { scale }) : build('clr', { ...options, scale }, 'clr');

/** maxLr, always. */
export const constant = named('constant');
/** One climb to maxLr and one long fall (PyTorch's OneCycleLR): `oneCycle({ maxLr: 0.1, totalSteps: 1000 })`. */
export const oneCycle = named('one-cycle');
/** Half a cosine from maxLr to baseLr. */
export const cosine = named('cosine');
/** Cosine falls with a jump back up after each (SGDR). */
export const cosineRestarts = named('cosine-restarts');
/** A straight fall from maxLr to baseLr. */
export const linear = named('linear');
/** A fall along a power of the time left. */
export const polynomial = named('polynomial');
/** A fall by a constant factor per length. */
export const exponential = named('exponential');
/** A fall by exp(-rate t). */
export const naturalExp = named('natural-exp');
/** Stairs of equal length. */
export const step = named('step');
/** Stairs at given places. */
export const multiStep = named('multi-step');
/** A factor of maxLr for each piece of the run. */
export const piecewiseConstant = named('piecewise-constant');
/** Through given points. */
export const piecewiseInterpolate = named('piecewise-interpolate');
/** A fall by 1 / (1 + rate t). */
export const inverseTime = named('inverse-time');
/** A climb, then a fall by the root of the time. */
export const inverseSqrt = named('inverse-sqrt');
/** The schedule of the Transformer (Vaswani et al. 2017). */
export const noam = named('noam');
/** A climb, a plateau and a fall at the end. */
export const warmupStableDecay = named('warmup-stable-decay');
/** A plateau, then half a cosine. */
export const flatCosine = named('flat-cosine');
/** A fall along a hyperbolic tangent. */
export const tanh = named('tanh');
/** A straight fall times a cosine. */
export const linearCosine = named('linear-cosine');
