import { z } from 'zod';
import type { Algebra, Optimizer, OptimizerSpec, Slots, UpdateInput, UpdateRule } from './optimizer.js';
import { type CommonParams, commonParams } from './params.js';
import { withWeightDecay } from './weight-decay.js';

/**
 * Completes a spec: `params` gets the parameters common to all, `config` is the whole entry as it stands in a config
 * file, `build` composes weight decay around the rule and carries the clipping.
 */
export function defineOptimizer<const N extends string, S extends z.core.$ZodShape>(spec: OptimizerSpec<N, S>) {
  type Params = z.output<z.ZodObject<S>> & CommonParams;
  const decay = spec.decay ?? { weightDecay: 0, decoupled: false };
  const params = { ...spec.params, ...commonParams(decay) };
  let config = z.strictObject({ name: z.literal(spec.name).describe(spec.summary), ...params }).describe(spec.summary);
  for (const { when, at, error } of spec.refusals ?? []) {
    config = config.refine((given) => !when(given as Params), { error, path: [at] });
  }
  return {
    ...spec,
    params,
    config,
    build(given: Params): Optimizer {
      const { weightDecay, compat, decoupled = decay.decoupled || compat === 'keras', clipNorm, clipValue } = given;
      const rule = withWeightDecay(spec.build(given), weightDecay, decoupled);
      return { ...rule, clip: { norm: clipNorm, value: clipValue } };
    },
  };
}

/** A rule as it is written: slots and coefficients have names, and parameters may decide which of them there are. */
interface NamedRule<S extends string, C extends string> {
  readonly slots: Partial<Slots<S>>;
  readonly momentum?: number;
  coefficients(lr: number, t: number, momentum?: number): Readonly<Partial<Record<C, number>>>;
  update<T>(m: Algebra<T>, input: UpdateInput<T, S, C>): { readonly weight: T; readonly slots: Partial<Record<S, T>> };
}

/** Checks a rule against the names of its own slots and coefficients, and forgets them. */
export const updateRule = <S extends string, C extends string>(rule: NamedRule<S, C>) => rule as UpdateRule;
