import { noSuggestion, suggestPoint } from '../curve.js';
import { argmin } from '../gradient.js';
import { fastaiEma, smoothWith } from '../smooth.js';
import { fastaiPart, tooFewForFastai } from './fastai-part.js';
import type { Rule } from './rule.js';

/** fastai's steepest fall: the left point of the lowest (loss[i + 1] - loss[i]) / (ln lr[i + 1] - ln lr[i]). */
export const steep: Rule = {
  name: 'steep',
  summary: "fastai's steepest fall between two neighbours, per factor of lr",
  source: 'https://github.com/fastai/fastai at 0a049e8, callback/schedule.py, steep',
  smooth: (losses) => smoothWith(fastaiEma(), losses),
  suggest(curve, { steps }) {
    const part = fastaiPart(curve, steps);
    if (part.loss.length < 2) return noSuggestion(tooFewForFastai(2, part));
    const lnLr = curve.lr.slice(part.first, part.first + part.loss.length).map(Math.log);
    const slopes = part.loss.slice(1).map((loss, i) => (loss - part.loss[i]!) / (lnLr[i + 1]! - lnLr[i]!));
    return suggestPoint(curve, part.first + argmin(slopes));
  },
};
