import { chain, product, withWarmup } from '../../../src/schedules/combine.js';
import type { Schedule } from '../../../src/schedules/schedule.js';
import { clrParams, cyclic } from './cyclic.js';
import { type Args, type MomentumReference, ours, oursMomentum, type Reference, times } from './ours.js';

const scheduler = (name: string) => `torch.optim.lr_scheduler.${name}`;

const oneCycleParams = ({
  max_lr,
  total_steps,
  epochs,
  steps_per_epoch,
  pct_start = 0.3,
  div_factor = 25,
  final_div_factor = 1e4,
  anneal_strategy,
  three_phase,
}: Args) => ({
  maxLr: max_lr,
  baseLr: max_lr / div_factor,
  finalDivFactor: final_div_factor,
  steps: total_steps ?? epochs * steps_per_epoch,
  pctStart: pct_start,
  anneal: anneal_strategy === 'linear' ? 'linear' : 'cosine',
  threePhase: three_phase,
});

/** lr_t = lr_(t-1) f(t): of a constant an exponential, of a table that is read in a circle a repeated staircase. */
function multiplicative({ lr, lr_lambda }: Args, lastStep: number): Schedule {
  if (lr_lambda.kind === 'constant') {
    const { value } = lr_lambda;
    if (value <= 1) return ours('exponential', { maxLr: lr, gamma: value, decaySteps: 1 });
    const steps = lastStep + 1;
    return withWarmup(ours('constant', { maxLr: lr * value ** steps }), steps, { from: lr, shape: 'exponential' });
  }
  const values: readonly number[] = lr_lambda.values;
  const stairs = values.map((_, i) => values.slice(1, i + 1).reduce((a, b) => a * b, 1));
  const highest = Math.max(...stairs);
  return ours('repeat', {
    maxLr: lr * highest,
    period: values.length,
    mMul: values.reduce((a, b) => a * b, 1),
    schedule: {
      name: 'piecewise-constant',
      boundaries: values.slice(1).map((_, i) => i + 1),
      factors: stairs.map((stair) => stair / highest),
    },
  });
}

const member = (lr: number, one: Args) =>
  torchReferences[scheduler(one['class'])]!({ lr, ...one['args'] }, {} as never);

export const torchReferences: Record<string, Reference> = {
  [scheduler('StepLR')]: ({ lr, step_size, gamma = 0.1 }) => ours('step', { maxLr: lr, stepSize: step_size, gamma }),
  [scheduler('MultiStepLR')]: ({ lr, milestones, gamma = 0.1 }) => ours('multi-step', { maxLr: lr, milestones, gamma }),
  [scheduler('ConstantLR')]: ({ lr, factor = 1 / 3, total_iters = 5 }) =>
    withWarmup(ours('constant', { maxLr: lr }), total_iters, { from: lr * factor, shape: 'constant' }),
  [scheduler('LinearLR')]: ({ lr, start_factor = 1 / 3, end_factor = 1, total_iters = 5 }) =>
    withWarmup(() => lr * end_factor, total_iters, { from: lr * start_factor }),
  [scheduler('ExponentialLR')]: ({ lr, gamma }) => ours('exponential', { maxLr: lr, gamma, decaySteps: 1 }),
  [scheduler('PolynomialLR')]: ({ lr, total_iters = 5, power = 1 }) =>
    ours('polynomial', { maxLr: lr, steps: total_iters, power }),
  [scheduler('CosineAnnealingLR')]: ({ lr, T_max, eta_min = 0 }) =>
    ours('cosine', { maxLr: lr, baseLr: eta_min, steps: T_max, compat: 'pytorch' }),
  [scheduler('CosineAnnealingWarmRestarts')]: ({ lr, T_0, T_mult = 1, eta_min = 0 }) =>
    ours('cosine-restarts', { maxLr: lr, baseLr: eta_min, firstCycle: T_0, tMul: T_mult }),
  [scheduler('CyclicLR')]: cyclic,
  [scheduler('OneCycleLR')]: (args) => ours('one-cycle', oneCycleParams(args)),
  [scheduler('MultiplicativeLR')]: (args, { steps }) => multiplicative(args, steps.at(-1)!),
  [scheduler('SequentialLR')]({ lr, schedulers, milestones }) {
    const segments = schedulers.map((one: Args, i: number) => ({
      schedule: member(lr, one),
      steps: (milestones[i] ?? Infinity) - (milestones[i - 1] ?? 0),
    }));
    return chain(segments);
  },
  [scheduler('ChainedScheduler')]: ({ lr, schedulers }) =>
    times(lr, product(schedulers.map((one: Args) => times(1 / lr, member(lr, one))))),
  'torch.optim.swa_utils.SWALR': ({ lr, swa_lr, anneal_epochs = 10, anneal_strategy = 'cos' }) =>
    ours('piecewise-interpolate', {
      maxLr: Math.max(lr, swa_lr),
      boundaries: [anneal_epochs],
      factors: [lr, swa_lr].map((rate) => rate / Math.max(lr, swa_lr)),
      interpolate: anneal_strategy === 'cos' ? 'cosine' : 'linear',
    }),
};

export const torchMomenta: Record<string, MomentumReference> = {
  [scheduler('CyclicLR')]: ({ base_momentum = 0.8, max_momentum = 0.9, ...args }) =>
    oursMomentum('clr', { ...clrParams(args), baseMomentum: base_momentum, maxMomentum: max_momentum }),
  [scheduler('OneCycleLR')]: ({ base_momentum, max_momentum, ...args }) =>
    oursMomentum('one-cycle', {
      ...oneCycleParams(args),
      cycleMomentum: true,
      baseMomentum: base_momentum,
      maxMomentum: max_momentum,
    }),
};
