import { z } from 'zod';
import { type Recommendation, recommend } from '../analysis/bounds/recommend.js';
import { type UseName, uses } from '../analysis/bounds/uses.js';
import type { Curve, Suggestion } from '../analysis/curve.js';
import { rules, suggestAll, suggestOne } from '../analysis/suggest/all.js';
import { userError } from '../base/errors.js';
import { shownValue } from '../base/shown.js';
import { optimizerNames } from '../optimizers/all.js';
import { optimizerLike, traitsOf } from '../optimizers/traits.js';
import { checked } from './checked.js';

/** A curve recorded anywhere: the loss of each batch before the update with the rate beside it; null or NaN are gaps. */
export interface RecordedCurve {
  readonly lr: ArrayLike<number>;
  readonly loss: ArrayLike<number | null>;
  /** Loss of the same training rows at every rate, before the update too: the rates to use are then read from it. */
  readonly fixedLoss?: ArrayLike<number | null> | undefined;
}

export interface SuggestOptions {
  /** Updates the sweep was planned for, which some rules want to know; as many as recorded by default. */
  readonly steps?: number | undefined;
  /** The losses are smoothed already: no rule smooths them again. Default false. */
  readonly smoothed?: boolean | undefined;
}

export interface RecommendOptions {
  /** What the rates are wanted for. Default 'clr'. */
  readonly for?: UseName | undefined;
  /** Name of the rule that places the constant rate, instead of the estimates. */
  readonly rule?: string | undefined;
  readonly steps?: number | undefined;
  /** What trained, with its usual memory: `sgd`, `adam`, ... Default `sgd`. */
  readonly optimizer?: string | undefined;
  /** Of the optimizer, or its beta1, where it is not the usual one. */
  readonly momentum?: number | undefined;
}

const ruleName = z.enum(rules.map(({ name }) => name) as [string, ...string[]]);
const use = z.enum(uses.map(({ name }) => name) as [UseName, ...UseName[]]);
const steps = z.int().min(2).optional();

const ruleOptions = z.strictObject({ rule: ruleName, steps, smoothed: z.boolean().default(false) });
const recommendOptions = z.strictObject({
  for: use.default('clr'),
  rule: ruleName.optional(),
  steps,
  optimizer: z.enum(optimizerNames).default('sgd'),
  momentum: z.number().min(0).lt(1).optional(),
});

/**
 * What a recorded curve says: with `rule` alone, the answer of that rule; else the rates to use, with their reasons.
 *
 *   suggest({ lr, loss }, { rule: 'valley' })        // { ok: true, lr: 0.012, index: 61 }
 *   suggest({ lr, loss }, { for: 'one-cycle' })      // { ok: true, lr, baseLr, maxLr, interval, confidence, why }
 *
 * Both may be { ok: false, why }: a curve that supports no answer gets none. Give raw losses; see docs/suggestion.md.
 *
 * Errors: OPTION, CURVE (columns of different lengths, a rate that is no number or below 0).
 */
export function suggest(curve: RecordedCurve, options: SuggestOptions & { readonly rule: string }): Suggestion;
export function suggest(curve: RecordedCurve, options?: RecommendOptions): Recommendation;
export function suggest(
  curve: RecordedCurve,
  options: (SuggestOptions & { readonly rule: string }) | RecommendOptions = {},
): Suggestion | Recommendation {
  const read = curveOf(curve);
  if ('rule' in options && options.rule !== undefined && !('for' in options) && !('optimizer' in options)) {
    const { rule, steps = read.lr.length, smoothed } = checked(ruleOptions, options, 'suggest');
    return suggestOne(rule, read, { steps, smoothed });
  }
  const { for: use, rule, steps, optimizer, momentum } = checked(recommendOptions, options, 'suggest');
  const traits = traitsOf(optimizerLike({ optimizer, momentum }));
  return recommend(read, {
    for: use,
    ...traits,
    ...(rule !== undefined && { rule }),
    ...(steps !== undefined && { steps }),
  });
}

/** What every rule says, by its name. Errors: OPTION, CURVE. */
export function suggestEach(curve: RecordedCurve, options: SuggestOptions = {}): Record<string, Suggestion> {
  const read = curveOf(curve);
  const { steps = read.lr.length, smoothed } = checked(ruleOptions.omit({ rule: true }), options, 'suggestEach');
  return suggestAll(read, { steps, smoothed });
}

function curveOf({ lr, loss, fixedLoss }: RecordedCurve): Curve {
  const wrong = (message: string) =>
    userError('CURVE', message, { hint: 'give { lr, loss }, two lists of one length' });
  if (lr?.length === undefined || loss?.length === undefined) throw wrong('the curve has no lists lr and loss');
  for (const [what, { length }] of [['losses', loss] as const, ['losses of fixed rows', fixedLoss ?? lr] as const]) {
    if (length !== lr.length) throw wrong(`the curve has ${lr.length} learning rates and ${length} ${what}`);
  }
  const rates = Array.from(lr);
  const bad = rates.findIndex((rate) => !(Number.isFinite(rate) && rate >= 0));
  if (bad >= 0) throw wrong(`lr[${bad}] of the curve is ${shownValue(rates[bad])}`);
  return { lr: rates, loss: numbers(loss), ...(fixedLoss && { fixedLoss: numbers(fixedLoss) }) };
}

const numbers = (losses: ArrayLike<number | null>) => Array.from(losses, (value) => value ?? Number.NaN);
