import type { Curve, Suggestion } from '../curve.js';
import { ignite } from './ignite.js';
import { indexGradient } from './index-gradient.js';
import { kerasLrFinder } from './keras-lr-finder.js';
import { lightning, lightningBefore253 } from './lightning.js';
import { minimum } from './minimum.js';
import type { Rule, SuggestOptions } from './rule.js';
import { slide } from './slide.js';
import { steep } from './steep.js';
import { steepest } from './steepest.js';
import { valley } from './valley.js';

/** Every rule, in the order of help, docs and reports. To add one: its file, its import, its name here. */
export const rules: readonly Rule[] = [
  steepest,
  valley,
  slide,
  minimum,
  steep,
  indexGradient({ skipStart: 10, skipEnd: 5 }),
  lightning,
  lightningBefore253,
  ignite,
  kerasLrFinder({ sma: 20 }),
];

export interface SuggestAllOptions extends SuggestOptions {
  /** The losses are smoothed already (a curve recorded by another tool): no rule smooths them again. Default false. */
  readonly smoothed?: boolean;
}

/** What each rule says about a curve of raw losses, smoothed as the rule's own tool does; by name, in the list's order. */
export const suggestAll = (curve: Curve, options: SuggestAllOptions): Record<string, Suggestion> =>
  Object.fromEntries(rules.map((rule) => [rule.name, apply(rule, curve, options)]));

/** What the rule of that name says. */
export const suggestOne = (name: string, curve: Curve, options: SuggestAllOptions): Suggestion =>
  apply(rules.find((rule) => rule.name === name)!, curve, options);

function apply({ smooth, suggest }: Rule, { lr, loss }: Curve, { steps, smoothed = false }: SuggestAllOptions) {
  return suggest({ lr, loss: smoothed ? loss : smooth(loss) }, { steps });
}
