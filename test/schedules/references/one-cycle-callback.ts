import { chain, repeat } from '../../../src/schedules/combine.js';
import { type Args, type Case, type MomentumReference, ours, oursMomentum, type Reference } from './ours.js';

/**
 * titu1994's callback: up and down in equal halves, then on to a hundredth of the start. Its peak is 100 scale^2 max_lr,
 * which is max_lr with the default scale of .1 alone.
 */
const params = ({ max_lr, end_percentage = 0.1, scale_percentage, ...args }: Args, horizon: number) => {
  const scale = scale_percentage ?? end_percentage;
  return {
    maxLr: 100 * scale ** 2 * max_lr,
    baseLr: scale * max_lr,
    finalDivFactor: 100,
    steps: horizon,
    pctStart: (1 - end_percentage) / 2,
    threePhase: true,
    anneal: 'linear',
    compat: 'optax',
    baseMomentum: args['minimum_momentum'] ?? 0.85,
    maxMomentum: args['maximum_momentum'] ?? 0.95,
  };
};

/** Its counter is set back to 0 at the end, after that update had its rate: updates 1 to horizon come again and again. */
const wrapped = <T>(timeline: (step: number) => T, { horizon }: Case) =>
  chain([
    { schedule: timeline, steps: 1 },
    { schedule: repeat(() => (step: number) => timeline(step + 1), { period: horizon! }), steps: Infinity },
  ]);

export const oneCycleCallback: Record<string, Reference> = {
  'titu1994/keras-one-cycle clr.OneCycleLR': (args, whole) =>
    wrapped(ours('one-cycle', params(args, whole.horizon!)), whole),
};

export const oneCycleCallbackMomenta: Record<string, MomentumReference> = {
  'titu1994/keras-one-cycle clr.OneCycleLR': (args, whole) =>
    wrapped(oursMomentum('one-cycle', params(args, whole.horizon!)), whole),
};
