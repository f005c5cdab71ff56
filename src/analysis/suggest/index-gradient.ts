import { noSuggestion, suggestPoint } from '../curve.js';
import { argmin, gradient } from '../gradient.js';
import { davidtvsEma, smoothWith } from '../smooth.js';
import type { Rule } from './rule.js';

/** Points left out at both ends. */
interface Skips {
  readonly skipStart: number;
  readonly skipEnd: number;
}

/** The lowest slope per point (not per learning rate), as davidtvs computes it. */
export function indexGradient({ skipStart, skipEnd }: Skips): Rule {
  return {
    name: 'index-gradient',
    summary: `davidtvs: steepest fall from point to point, without the first ${skipStart} and the last ${skipEnd} points`,
    source: 'https://github.com/davidtvs/pytorch-lr-finder at 76df305, plot',
    smooth: (losses) => smoothWith(davidtvsEma(), losses),
    suggest(curve) {
      const loss = curve.loss.slice(skipStart, Math.max(curve.loss.length - skipEnd, 0));
      if (loss.length < 2) {
        return noSuggestion(
          `needs 2 points or more without the first ${skipStart} and the last ${skipEnd}, has ${loss.length}`,
        );
      }
      return suggestPoint(curve, skipStart + argmin(gradient(loss)));
    },
  };
}
