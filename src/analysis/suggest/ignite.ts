import { noSuggestion, suggestPoint } from '../curve.js';
import { argmin } from '../gradient.js';
import { davidtvsEma, smoothWith } from '../smooth.js';
import type { Rule } from './rule.js';

/** ignite: the lowest (loss[i + 1] - loss[i - 1]) / 2 before the minimum of the whole run. */
export const ignite: Rule = {
  name: 'ignite',
  summary: 'ignite: steepest fall from point to point before the lowest loss of the run',
  source: 'https://github.com/pytorch/ignite at de08e79, handlers/lr_finder.py',
  smooth: (losses) => smoothWith(davidtvsEma(), losses),
  suggest(curve) {
    const falling = curve.loss.slice(0, argmin(curve.loss) + 1);
    if (falling.length < 3)
      return noSuggestion(`needs 2 points or more before the lowest loss, has ${falling.length - 1}`);
    const slopes = falling.slice(2).map((loss, i) => 0.5 * (loss - falling[i]!));
    return suggestPoint(curve, 1 + argmin(slopes));
  },
};
