import { withWarmup } from '../../../src/schedules/combine.js';
import type { Schedule } from '../../../src/schedules/schedule.js';
import { type Args, ours, type Reference } from './ours.js';

/** transformers climbs from 0. */
const warmed = (schedule: Schedule, steps: number) => withWarmup(schedule, steps, { from: 0 });

interface Call {
  readonly lr: number;
  readonly w: number;
  readonly T: number;
  /** Updates after the warm-up. */
  readonly rest: number;
  readonly own: Args;
}

/** Cosine of so many periods, half a one by default, rising again after its end. */
const cosine = ({ lr, rest, own: { num_cycles = 0.5, min_lr, min_lr_rate = 0 } }: Call) =>
  ours('cosine', {
    maxLr: lr,
    baseLr: min_lr ?? min_lr_rate * lr,
    steps: rest / (2 * num_cycles),
    compat: 'pytorch',
  });

const shape = (type: string) => (type === '1-sqrt' ? 'sqrt' : type);

const byName: Record<string, (call: Call) => Schedule> = {
  constant: ({ lr }) => ours('constant', { maxLr: lr }),
  constant_with_warmup: ({ lr, w }) => warmed(ours('constant', { maxLr: lr }), w),
  linear: ({ lr, w, rest }) => warmed(ours('linear', { maxLr: lr, steps: rest }), w),
  inverse_sqrt: ({ lr, w, own: { timescale = w || 10_000 } }) =>
    warmed(ours('inverse-sqrt', { maxLr: lr, timescale }), w),
  polynomial: ({ lr, w, rest, own: { lr_end = 1e-7, power = 1 } }) =>
    warmed(ours('polynomial', { maxLr: lr, baseLr: lr_end, power, steps: rest }), w),
  cosine: (call) => warmed(cosine(call), call.w),
  cosine_with_min_lr: (call) => warmed(cosine(call), call.w),
  cosine_with_restarts({ lr, w, rest, own: { num_cycles: cycles = 1 } }) {
    const period = rest / cycles;
    return warmed(ours('repeat', { maxLr: lr, period, cycles, schedule: { name: 'cosine', steps: period } }), w);
  },
  /** The climb ends one update early, and what follows is one update ahead. */
  cosine_warmup_with_min_lr(call) {
    const { lr, w, own } = call;
    const decay = cosine(call);
    if (w === 0) return (t) => decay(t + 1);
    return withWarmup(decay, w - 1, { from: (own['warmup_lr_rate'] ?? 1 / w) * lr });
  },
  warmup_stable_decay({ lr, w, T, own }) {
    const { num_decay_steps, num_stable_steps = T - w - num_decay_steps, min_lr_ratio = 0 } = own;
    const params = {
      maxLr: lr,
      baseLr: min_lr_ratio * lr,
      startLr: min_lr_ratio * lr,
      warmupSteps: w,
      warmup: shape(own['warmup_type'] ?? 'linear'),
      decaySteps: num_decay_steps,
      decay: shape(own['decay_type'] ?? 'cosine'),
    };
    return ours('warmup-stable-decay', params, w + num_stable_steps + num_decay_steps);
  },
};

export const transformersReferences: Record<string, Reference> = {
  'transformers.get_scheduler'({ name, lr, num_warmup_steps: w = 0, num_training_steps: T, ...args }) {
    return byName[name]!({ lr, w, T, rest: Math.max(1, T - w), own: args['scheduler_specific_kwargs'] ?? {} });
  },
};
