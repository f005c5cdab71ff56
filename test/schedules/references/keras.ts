import { withWarmup } from '../../../src/schedules/combine.js';
import { type Args, ours, type Reference } from './ours.js';

export const keras = {
  exponential: ({ initial_learning_rate, learning_rate, decay_steps, decay_rate, staircase = false }: Args) =>
    ours('exponential', {
      maxLr: initial_learning_rate ?? learning_rate,
      gamma: decay_rate,
      decaySteps: decay_steps,
      staircase,
    }),
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
    return withWarmup(decay, warmup_target == null ? 0 : warmup_steps, { from: start });
  },
  restarts({ initial_learning_rate, learning_rate, first_decay_steps, t_mul = 2, m_mul = 1, alpha = 0 }: Args) {
    const maxLr = initial_learning_rate ?? learning_rate;
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

export const kerasReferences: Record<string, Reference> = {
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
};
