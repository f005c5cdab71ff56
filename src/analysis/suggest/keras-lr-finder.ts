import { noSuggestion, suggestPoint } from '../curve.js';
import { argmin } from '../gradient.js';
import type { Rule } from './rule.js';

const skipBegin = 10;
const skipEnd = 5;

/** keras_lr_finder: the lowest (loss[i] - loss[i - sma]) / sma, taken as 0 for i < sma. `sma`: span in points, 1 or more. */
export function kerasLrFinder({ sma }: { readonly sma: number }): Rule {
  return {
    name: 'keras-lr-finder',
    summary: `keras_lr_finder: steepest fall over ${sma} points, without the first 10 and the last 5`,
    source: 'https://github.com/surmenok/keras_lr_finder at 3c8fe71, get_best_lr',
    smooth: (losses) => losses,
    suggest(curve) {
      const slopes = curve.loss.map((loss, i) => (i < sma ? 0 : (loss - curve.loss[i - sma]!) / sma));
      const inside = slopes.slice(skipBegin, Math.max(slopes.length - skipEnd, 0));
      if (inside.length < 1) return noSuggestion(`needs 16 points or more, has ${curve.loss.length}`);
      return suggestPoint(curve, skipBegin + argmin(inside));
    },
  };
}
