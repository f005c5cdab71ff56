import { chain, delayed, withWarmup } from '../../../src/schedules/combine.js';
import { type Args, ours, type Reference } from './ours.js';

/** The value of each piece: the scales multiply up. */
function stairs({ init_value, boundaries_and_scales = {} }: Args) {
  const scales = Object.entries(boundaries_and_scales as Record<string, number>)
    .map(([at, scale]) => [Number(at), scale] as const)
    .toSorted(([a], [b]) => a - b);
  const values: number[] = [init_value];
  for (const [, scale] of scales) values.push(values.at(-1)! * scale);
  return { boundaries: scales.map(([at]) => at), values };
}

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
    return withWarmup(decay, warmup_steps, { from: init_value });
  },
  piecewise(args: Args) {
    const { boundaries, values } = stairs(args);
    const maxLr = Math.max(...values);
    return ours('piecewise-constant', { maxLr, boundaries, factors: values.map((value) => value / maxLr) });
  },
  interpolate({ interpolate_type, ...args }: Args) {
    const { boundaries, values } = stairs(args);
    const maxLr = Math.max(...values);
    const factors = values.map((value) => value / maxLr);
    return ours('piecewise-interpolate', { maxLr, boundaries, factors, interpolate: interpolate_type });
  },
  /** Decay rates above 1 grow, up to end_value or past the last step that is looked at. */
  exponential(
    { init_value, transition_steps, decay_rate, transition_begin = 0, staircase = false, end_value }: Args,
    lastStep: number,
  ) {
    if (decay_rate > 1) {
      const steps = lastStep * transition_steps;
      const top = ours('constant', { maxLr: init_value * decay_rate ** (steps / transition_steps) });
      return delayed(withWarmup(top, steps, { from: init_value, shape: 'exponential' }), transition_begin);
    }
    const decay = { gamma: decay_rate, decaySteps: transition_steps, staircase, baseLr: end_value ?? 0 };
    return delayed(ours('exponential', { maxLr: init_value, ...decay }), transition_begin);
  },
  oneCycle: (anneal: string, { transition_steps, peak_value, pct_start = 0.3, pct_final = 0.85, ...args }: Args) =>
    ours('one-cycle', {
      maxLr: peak_value,
      baseLr: peak_value / (args['div_factor'] ?? 25),
      finalDivFactor: args['final_div_factor'] ?? 1e4,
      steps: transition_steps,
      pctStart: pct_start,
      ...(anneal === 'linear' && { pctFinal: pct_final }),
      anneal,
      compat: 'optax',
    }),
};

export const optaxReferences: Record<string, Reference> = {
  'optax.schedules.constant_schedule': ({ value }) => ours('constant', { maxLr: value }),
  'optax.schedules.polynomial_schedule': optax.polynomial,
  'optax.schedules.linear_schedule': ({ init_value, end_value, transition_steps, transition_begin = 0 }) =>
    transition_steps <= 0
      ? ours('constant', { maxLr: init_value })
      : delayed(
          withWarmup(() => end_value, transition_steps, { from: init_value }),
          transition_begin,
        ),
  'optax.schedules.cosine_decay_schedule': optax.cosine,
  'optax.schedules.warmup_cosine_decay_schedule': optax.warmupCosine,
  'optax.schedules.piecewise_constant_schedule': optax.piecewise,
  'optax.schedules.piecewise_interpolate_schedule': optax.interpolate,
  'optax.schedules.exponential_decay': (args, { steps }) => optax.exponential(args, steps.at(-1)!),
  'optax.schedules.warmup_constant_schedule': ({ init_value, peak_value, warmup_steps }) =>
    withWarmup(ours('constant', { maxLr: peak_value }), warmup_steps, { from: init_value }),
  'optax.schedules.warmup_exponential_decay_schedule'({ init_value, peak_value, warmup_steps, ...args }, { steps }) {
    const decay = optax.exponential({ ...args, init_value: peak_value }, steps.at(-1)!);
    return withWarmup(decay, warmup_steps, { from: init_value });
  },
  'optax.schedules.cosine_onecycle_schedule': (args) => optax.oneCycle('cosine', args),
  'optax.schedules.linear_onecycle_schedule': (args) => optax.oneCycle('linear', args),
  'optax.schedules.join_schedules': ({ schedules, boundaries }, whole) =>
    chain(
      schedules.map(({ name, args }: Args, i: number) => ({
        schedule: optaxReferences[`optax.schedules.${name}`]!(args, whole),
        steps: (boundaries[i] ?? Infinity) - (boundaries[i - 1] ?? 0),
      })),
    ),
  'optax.schedules.sgdr_schedule': ({ cosine_kwargs }) =>
    chain(
      cosine_kwargs.map((kwargs: Args) => ({ schedule: optax.warmupCosine(kwargs), steps: kwargs['decay_steps'] })),
    ),
};
