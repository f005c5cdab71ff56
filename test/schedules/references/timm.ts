import { withWarmup } from '../../../src/schedules/combine.js';
import type { Schedule } from '../../../src/schedules/schedule.js';
import { type Args, ours, type Reference } from './ours.js';

/**
 * timm's warm-up: in front of the schedule (prefix), or over its start. Without one, the optimizer's own rate is in
 * force until the scheduler is first stepped.
 */
const warmed = (
  schedule: Schedule,
  { lr, warmup_t = 0, warmup_lr_init = 0, warmup_prefix = false }: Args,
  to: number = lr,
): Schedule => {
  if (warmup_t === 0) return (t) => (t === 0 ? lr : schedule(t));
  return withWarmup(schedule, warmup_t, { from: warmup_lr_init, to, covers: !warmup_prefix });
};

/** Steps have their warm-up in front by default, falls have it over their start. */
const inFront = (args: Args): Args => ({ warmup_prefix: true, ...args });

/** timm's cycles: one, unless more are asked for, then lr_min. */
const cycles = (args: Args, schedule: Args) => {
  const { lr, lr_min = 0, t_initial, cycle_mul = 1, cycle_decay = 1, cycle_limit = 1 } = args;
  return ours('repeat', {
    maxLr: lr,
    schedule: { ...schedule, baseLr: lr_min },
    period: t_initial,
    tMul: cycle_mul,
    mMul: cycle_decay,
    cycles: cycle_limit,
  });
};

export const timmReferences: Record<string, Reference> = {
  'timm.scheduler.CosineLRScheduler': ({ k_decay: kDecay = 1, ...args }) =>
    warmed(cycles(args, { name: 'cosine', kDecay }), args),
  'timm.scheduler.PolyLRScheduler': ({ power = 0.5, k_decay: kDecay = 1, ...args }) =>
    warmed(cycles(args, { name: 'polynomial', power, kDecay }), args),
  'timm.scheduler.TanhLRScheduler'({ lb = -7, ub = 3, ...args }) {
    const schedule = cycles(args, { name: 'tanh', lower: lb, upper: ub, compat: 'timm' });
    return warmed(schedule, args, args['warmup_prefix'] ? args['lr'] : schedule(args['warmup_t'] ?? 0));
  },
  'timm.scheduler.StepLRScheduler': ({ decay_t, decay_rate = 1, ...args }) =>
    warmed(ours('step', { maxLr: args['lr'], stepSize: decay_t, gamma: decay_rate }), inFront(args)),
  'timm.scheduler.MultiStepLRScheduler': ({ decay_t, decay_rate = 1, ...args }) =>
    warmed(
      ours('multi-step', { maxLr: args['lr'], milestones: decay_t, gamma: decay_rate, compat: 'timm' }),
      inFront(args),
    ),
};
