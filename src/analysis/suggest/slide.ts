import { noSuggestion, suggestPoint } from '../curve.js';
import { gradient } from '../gradient.js';
import { fastaiEma, smoothWith } from '../smooth.js';
import { fastaiPart, tooFewForFastai } from './fastai-part.js';
import type { Rule } from './rule.js';

/** Points between the two ends of the interval that slides. */
const width = 15;
/** Difference of slopes (loss per point) at which it rests. */
const threshold = 0.005;

/**
 * fastai's interval rule: 16 points slide from the right end to the left until the slopes (per point) at both ends
 * differ by 0.005 or less; the left end before that is the answer. On a smooth curve it walks to the left edge.
 */
export const slide: Rule = {
  name: 'slide',
  summary: "fastai's interval slide: from the right, until 16 points have the same slope at both ends",
  source: 'https://github.com/fastai/fastai at 0a049e8, callback/schedule.py, slide',
  smooth: (losses) => smoothWith(fastaiEma(), losses),
  suggest(curve, { steps }) {
    const part = fastaiPart(curve, steps);
    if (part.loss.length <= width) return noSuggestion(tooFewForFastai(width + 1, part));
    const slope = gradient(part.loss);
    let left = slope.length - 1 - width;
    let place = left;
    while (left >= 0 && Math.abs(slope[left + width]! - slope[left]!) > threshold) {
      place = left;
      left -= 1;
    }
    return suggestPoint(curve, part.first + place);
  },
};
