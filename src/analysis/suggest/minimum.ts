import { noSuggestion } from '../curve.js';
import { argmin } from '../gradient.js';
import { fastaiEma, smoothWith } from '../smooth.js';
import { fastaiPart, tooFewForFastai } from './fastai-part.js';
import type { Rule } from './rule.js';

/** fastai's divisor: the loss is lowest where the rate is already too high. */
const below = 10;

/** A tenth of the learning rate with the lowest loss; `index` is the place of the lowest loss, lr = curve.lr[index] / 10. */
export const minimum: Rule = {
  name: 'minimum',
  summary: 'a tenth of the learning rate with the lowest loss',
  source: 'https://github.com/fastai/fastai at 0a049e8, callback/schedule.py, minimum',
  smooth: (losses) => smoothWith(fastaiEma(), losses),
  suggest(curve, { steps }) {
    const part = fastaiPart(curve, steps);
    if (part.loss.length < 1) return noSuggestion(tooFewForFastai(1, part));
    const index = part.first + argmin(part.loss);
    return { ok: true, lr: curve.lr[index]! / below, index };
  },
};
