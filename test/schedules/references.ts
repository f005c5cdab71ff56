import { cosineBetween, geometricBetween, linearBetween } from '../../src/base/numbers.js';
import { trainingSchedules } from '../../src/schedules/all.js';
import { chain, withWarmup } from '../../src/schedules/combine.js';
import type { Schedule } from '../../src/schedules/schedule.js';

/** Keyword arguments of a reference, as its case gives them. */
// biome-ignore lint/suspicious/noExplicitAny: as the reference packages take them
export type Args = Record<string, any>;

export interface Case {
  readonly id: string;
  readonly reference: string;
  readonly args: Args;
  readonly steps: readonly number[];
  readonly lr: readonly number[];
  readonly horizon?: number;
  readonly precision?: 'float32';
  readonly rtol?: number;
  readonly atol?: number;
  readonly quirk_steps?: readonly number[];
}

/** Our schedule by its name, with defaults filled in; lengths are in updates, so that the horizon does not matter. */
function ours(name: (typeof trainingSchedules)[number]['name'], params: Args): Schedule {
  const spec = trainingSchedules.find((one) => one.name === name)!;
  const { name: _, ...parsed } = spec.config.parse({ name, ...params });
  return spec.build(parsed as never, { totalSteps: 1, stepsPerEpoch: 1 });
}

const times =
  (factor: number, schedule: Schedule): Schedule =>
  (t) =>
    factor * schedule(t);

const scaleText = (scale: Args): string =>
  scale['expr'].replace(/\b[a-z]\w*\b/gi, (word: string) =>
    word in scale && word !== 'x' ? `(${scale[word]})` : word,
  );

const keras = {
  exponential: ({ initial_learning_rate, learning_rate, decay_steps, decay_rate, staircase = false }: Args) =>
    decay_rate <= 1
      ? ours('exponential', {
          maxLr: initial_learning_rate ?? learning_rate,
          gamma: decay_rate,
          decaySteps: decay_steps,
          staircase,
        })
      : null,
  inverseTime: ({ initial_learning_rate, learning_rate, decay_steps, decay_rate, staircase = false }: Args) =>
    ours('inverse-time', {
      maxLr: initial_learning_rate ?? learning_rate,
      decayRate: decay_rate,
      decaySteps: decay_steps,
      staircase,
    }),
  naturalExp: ({ learning_rate, decay_steps = 1, decay_rate, staircase = false }: Args) =>
    ours('natural-exp', { maxLr: learning_rate, decayRate: decay_rate, decaySteps: decay_steps, staircase }),
  piecewise({ boundaries, values }: Args) {
    const maxLr = Math.max(...values);
    return ours('piecewise-constant', {
      maxLr,
      boundaries,
      factors: values.map((v: number) => v / maxLr),
      compat: 'keras',
    });
  },
  polynomial: ({
    initial_learning_rate,
    learning_rate,
    decay_steps,
    end_learning_rate = 1e-4,
    power = 1,
    cycle = false,
  }: Args) =>
    ours('polynomial', {
      maxLr: initial_learning_rate ?? learning_rate,
      baseLr: end_learning_rate,
      steps: decay_steps,
      power,
      cycle,
    }),
  cosine({ initial_learning_rate, learning_rate, decay_steps, alpha = 0, warmup_target, warmup_steps = 0 }: Args) {
    const start = initial_learning_rate ?? learning_rate;
    const peak = warmup_target ?? start;
    const decay = ours('cosine', { maxLr: peak, baseLr: peak * alpha, steps: decay_steps });
    return withWarmup(decay, warmup_target == null ? 0 : warmup_steps, start);
  },
  restarts({ initial_learning_rate, learning_rate, first_decay_steps, t_mul = 2, m_mul = 1, alpha = 0 }: Args) {
    const maxLr = initial_learning_rate ?? learning_rate;
    if (m_mul > 1 || m_mul <= 0) return null;
    // Keras scales the part above the floor: lr ((1 - alpha) m^i cosine + alpha)
    const above = ours('cosine-restarts', {
      maxLr: maxLr * (1 - alpha),
      firstCycle: first_decay_steps,
      tMul: t_mul,
      mMul: m_mul,
    });
    return (t: number) => above(t) + maxLr * alpha;
  },
};

const cyclic = ({
  base_lr,
  max_lr,
  step_size,
  step_size_up = 2000,
  step_size_down,
  mode = 'triangular',
  gamma = 1,
  scale_fn,
  scale_mode = 'cycle',
}: Args) =>
  [step_size ?? step_size_up, step_size_down ?? 1].some((half) => !Number.isInteger(half))
    ? null
    : ours('clr', {
        maxLr: max_lr,
        baseLr: base_lr,
        halfCycle: step_size ?? step_size_up,
        ...(step_size_down != null && { halfCycleDown: step_size_down }),
        mode: mode.replace('_', '-'),
        gamma,
        ...(scale_fn && { scale: scaleText(scale_fn), scaleMode: scale_mode }),
      });

const tfa = ({ initial_learning_rate, maximal_learning_rate, step_size, ...rest }: Args, more: Args) =>
  cyclic({ base_lr: initial_learning_rate, max_lr: maximal_learning_rate, step_size, ...rest, ...more });

const fastaiCosine =
  (knots: readonly (readonly [number, number])[], n: number): Schedule =>
  (t) => {
    const part = Math.min(t / n, 1);
    const next = Math.max(
      1,
      knots.findIndex(([at], i) => i > 0 && (part < at || i === knots.length - 1)),
    );
    const [[from, a], [to, b]] = [knots[next - 1]!, knots[next]!];
    return cosineBetween(a, b, (part - from) / (to - from));
  };

const optax = {
  polynomial: ({ init_value, end_value, power = 1, transition_steps, transition_begin = 0 }: Args) =>
    transition_steps <= 0
      ? ours('constant', { maxLr: init_value })
      : chain([
          { schedule: () => init_value, steps: transition_begin },
          {
            schedule: ours('polynomial', { maxLr: init_value, baseLr: end_value, power, steps: transition_steps }),
            steps: Infinity,
          },
        ]),
  cosine({ init_value, decay_steps, alpha = 0, exponent = 1 }: Args) {
    const unit = ours('cosine', { maxLr: 1, steps: decay_steps });
    return (t: number) => init_value * ((1 - alpha) * unit(t) ** exponent + alpha);
  },
  warmupCosine({ init_value, peak_value, warmup_steps, decay_steps, end_value = 0, exponent = 1 }: Args) {
    const alpha = end_value / peak_value;
    const decay = optax.cosine({ init_value: peak_value, decay_steps: decay_steps - warmup_steps, alpha, exponent });
    return withWarmup(decay, warmup_steps, init_value);
  },
  piecewise:
    ({ init_value, boundaries_and_scales = {} }: Args): Schedule =>
    (t) =>
      Object.entries(boundaries_and_scales as Record<string, number>).reduce(
        (lr, [at, scale]) => (t >= Number(at) ? lr * scale : lr),
        init_value,
      ),
};

const transformers: Record<string, (args: Args) => Schedule | null> = {
  constant: ({ lr }) => ours('constant', { maxLr: lr }),
  constant_with_warmup: ({ lr, num_warmup_steps: w }) => withWarmup(ours('constant', { maxLr: lr }), w, 0),
  linear: ({ lr, num_warmup_steps: w, num_training_steps: T }) =>
    withWarmup(ours('linear', { maxLr: lr, steps: Math.max(1, T - w) }), w, 0),
  inverse_sqrt: ({ lr, num_warmup_steps: w, scheduler_specific_kwargs: { timescale = w || 10_000 } = {} }) =>
    withWarmup(ours('inverse-sqrt', { maxLr: lr, timescale }), w, 0),
  polynomial: ({
    lr,
    num_warmup_steps: w,
    num_training_steps: T,
    scheduler_specific_kwargs: { lr_end = 1e-7, power = 1 } = {},
  }) => withWarmup(ours('polynomial', { maxLr: lr, baseLr: lr_end, power, steps: Math.max(1, T - w) }), w, 0),
};

/** The schedule that a case of a reference describes, in our terms; null where ours leaves that out by design. */
export const references: Record<string, (args: Args, whole: Case) => Schedule | null> = {
  'torch.optim.lr_scheduler.StepLR': ({ lr, step_size, gamma = 0.1 }) =>
    gamma > 1 ? null : ours('step', { maxLr: lr, stepSize: step_size, gamma }),
  'torch.optim.lr_scheduler.MultiStepLR': ({ lr, milestones, gamma = 0.1 }) =>
    ours('multi-step', { maxLr: lr, milestones, gamma }),
  'torch.optim.lr_scheduler.ConstantLR': ({ lr, factor = 1 / 3, total_iters = 5 }) =>
    chain([
      { schedule: times(factor, ours('constant', { maxLr: lr })), steps: total_iters },
      { schedule: ours('constant', { maxLr: lr }), steps: Infinity },
    ]),
  'torch.optim.lr_scheduler.LinearLR': ({ lr, start_factor = 1 / 3, end_factor = 1, total_iters = 5 }) =>
    ours('linear', { maxLr: lr * start_factor, baseLr: lr * end_factor, steps: total_iters }),
  'torch.optim.lr_scheduler.ExponentialLR': ({ lr, gamma }) =>
    gamma > 1 ? null : ours('exponential', { maxLr: lr, gamma, decaySteps: 1 }),
  'torch.optim.lr_scheduler.PolynomialLR': ({ lr, total_iters = 5, power = 1 }) =>
    ours('polynomial', { maxLr: lr, steps: total_iters, power }),
  'torch.optim.lr_scheduler.CosineAnnealingLR': ({ lr, T_max, eta_min = 0 }) =>
    ours('cosine', { maxLr: lr, baseLr: eta_min, steps: T_max, compat: 'pytorch' }),
  'torch.optim.lr_scheduler.CosineAnnealingWarmRestarts': ({ lr, T_0, T_mult = 1, eta_min = 0 }) =>
    ours('cosine-restarts', { maxLr: lr, baseLr: eta_min, firstCycle: T_0, tMul: T_mult }),
  'torch.optim.swa_utils.SWALR': ({ lr, swa_lr, anneal_epochs = 10, anneal_strategy = 'cos' }) =>
    ours(anneal_strategy === 'cos' ? 'cosine' : 'linear', { maxLr: lr, baseLr: swa_lr, steps: anneal_epochs }),
  'torch.optim.lr_scheduler.CyclicLR': cyclic,
  'torch.optim.lr_scheduler.OneCycleLR': ({
    max_lr,
    total_steps,
    epochs,
    steps_per_epoch,
    pct_start = 0.3,
    div_factor = 25,
    final_div_factor = 1e4,
    anneal_strategy,
    three_phase,
  }) =>
    ours('one-cycle', {
      maxLr: max_lr,
      baseLr: max_lr / div_factor,
      finalDivFactor: final_div_factor,
      steps: total_steps ?? epochs * steps_per_epoch,
      pctStart: pct_start,
      anneal: anneal_strategy === 'linear' ? 'linear' : 'cosine',
      threePhase: three_phase,
    }),
  'keras.optimizers.schedules.ExponentialDecay': keras.exponential,
  'keras.optimizers.schedules.InverseTimeDecay': keras.inverseTime,
  'keras.optimizers.schedules.PiecewiseConstantDecay': keras.piecewise,
  'keras.optimizers.schedules.PolynomialDecay': keras.polynomial,
  'keras.optimizers.schedules.CosineDecay': keras.cosine,
  'keras.optimizers.schedules.CosineDecayRestarts': keras.restarts,
  'tf.compat.v1.train.exponential_decay': keras.exponential,
  'tf.compat.v1.train.inverse_time_decay': keras.inverseTime,
  'tf.compat.v1.train.natural_exp_decay': keras.naturalExp,
  'tf.compat.v1.train.piecewise_constant': keras.piecewise,
  'tf.compat.v1.train.polynomial_decay': keras.polynomial,
  'tf.compat.v1.train.cosine_decay': keras.cosine,
  'tf.compat.v1.train.cosine_decay_restarts': keras.restarts,
  'tf.compat.v1.train.linear_cosine_decay': ({
    learning_rate,
    decay_steps,
    num_periods = 0.5,
    alpha = 0,
    beta = 0.001,
  }) => ours('linear-cosine', { maxLr: learning_rate, steps: decay_steps, numPeriods: num_periods, alpha, beta }),
  'tensorflow_addons.optimizers.TriangularCyclicalLearningRate': (args) => tfa(args, {}),
  'tensorflow_addons.optimizers.Triangular2CyclicalLearningRate': (args) => tfa(args, { mode: 'triangular2' }),
  'tensorflow_addons.optimizers.ExponentialCyclicalLearningRate': ({ gamma, scale_mode = 'iterations', ...args }) =>
    tfa(args, { scale_fn: { expr: 'g^x', g: gamma }, scale_mode }),
  'tensorflow_addons.optimizers.CyclicalLearningRate': (args) => tfa(args, {}),
  'optax.schedules.constant_schedule': ({ value }) => ours('constant', { maxLr: value }),
  'optax.schedules.polynomial_schedule': optax.polynomial,
  'optax.schedules.linear_schedule': optax.polynomial,
  'optax.schedules.cosine_decay_schedule': optax.cosine,
  'optax.schedules.warmup_cosine_decay_schedule': optax.warmupCosine,
  'optax.schedules.piecewise_constant_schedule': optax.piecewise,
  'optax.schedules.sgdr_schedule': ({ cosine_kwargs }) =>
    chain(
      cosine_kwargs.map((kwargs: Args) => ({ schedule: optax.warmupCosine(kwargs), steps: kwargs['decay_steps'] })),
    ),
  'transformers.get_scheduler': (args) => transformers[args['name']]?.({ num_warmup_steps: 0, ...args }) ?? null,
  'fastai fit_flat_cos': ({ lr, total_updates, div_final = 1e5, pct_start = 0.75 }) =>
    ours('flat-cosine', { maxLr: lr, baseLr: lr / div_final, steps: total_updates, flat: pct_start }),
  'fastai fit_one_cycle': ({ lr_max, total_updates, div = 25, div_final = 1e5, pct_start = 0.25 }) =>
    fastaiCosine(
      [
        [0, lr_max / div],
        [pct_start, lr_max],
        [1, lr_max / div_final],
      ],
      total_updates,
    ),
  'fastai combined_cos': ({ pct, start, middle, end, total_updates }) =>
    fastaiCosine(
      [
        [0, start],
        [pct, middle],
        [1, end],
      ],
      total_updates,
    ),
  'fastai SchedLin':
    ({ start, end, total_updates }) =>
    (t) =>
      linearBetween(start, end, t / total_updates),
  'fastai SchedCos': ({ start, end, total_updates }) =>
    ours('cosine', { maxLr: start, baseLr: end, steps: total_updates }),
  'fastai SchedExp':
    ({ start, end, total_updates }) =>
    (t) =>
      geometricBetween(start, end, t / total_updates),
  'bckenstler/CLR clr_callback.CyclicLR': ({ fits, ...args }) =>
    fits.length === 1 && fits[0].reset === undefined && Number.isInteger(args['step_size']) ? cyclic(args) : null,
  'seed formula step_decay_schedule': ({ initial_lr, decay_factor, step_size }) =>
    ours('step', { maxLr: initial_lr, stepSize: step_size, gamma: decay_factor }),
  'seed formula tf1.exponential_decay': keras.exponential,
  'seed formula tf1.inverse_time_decay': keras.inverseTime,
  'seed formula tf1.natural_exp_decay': keras.naturalExp,
  'seed formula tf1.piecewise_constant': keras.piecewise,
  'seed formula tf1.polynomial_decay': keras.polynomial,
};
