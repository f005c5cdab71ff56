import { smoothWithoutLag } from '../bounds/trend.js';
import { finitePart, noSuggestion, notASweep, suggestPoint } from '../curve.js';
import { argmin, gradientOver } from '../gradient.js';
import type { Rule } from './rule.js';

/**
 * The learning rate where the loss falls fastest per factor of it:
 *
 *   lr at the minimum of d loss / d ln(lr), up to the lowest loss
 *
 * for linear sweeps too, so the sampling of the sweep does not move the answer. Points at lr 0 and non-finite losses
 * are left out, and so is what follows the lowest loss: there the model explodes, and may fall back from a peak. Of
 * equal slopes the first counts.
 */
export const steepest: Rule = {
  name: 'steepest',
  summary: 'steepest fall of the loss per factor of lr, before the lowest loss: minimum of d loss / d ln(lr)',
  source: 'Smith 2017, arXiv:1506.01186, section 3.3, with the slope over ln(lr)',
  smooth: smoothWithoutLag,
  suggest(curve) {
    const part = finitePart(curve);
    const unfit = notASweep(part, 3);
    if (unfit !== null) return noSuggestion(unfit);
    const slopes = gradientOver(part.lnLr, part.loss).slice(0, argmin(part.loss) + 1);
    const place = argmin(slopes);
    if (!(slopes[place]! < 0)) return noSuggestion('the loss never falls');
    return suggestPoint(curve, part.index[place]!);
  },
};
