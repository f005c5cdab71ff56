import { type Curve, noSuggestion, type Suggestion, suggestPoint } from '../curve.js';
import { argmin, gradient, gradientOver } from '../gradient.js';
import { lightningEma, smoothWith } from '../smooth.js';
import type { Rule } from './rule.js';

const skipBegin = 10;
const skipEnd = 1;

/** Lightning 2.5.3 and later: the lowest slope over lr itself, which on an exponential sweep favours small rates. */
export const lightning: Rule = {
  name: 'lightning',
  summary: 'Lightning 2.6.6: steepest fall per unit of lr, without the first 10 points and the last',
  source: 'https://github.com/Lightning-AI/pytorch-lightning at 2.6.6, tuner/lr_finder.py',
  smooth: (losses) => smoothWith(lightningEma(), losses),
  suggest: (curve) =>
    lowestSlope(curve, (loss, places) => {
      const lr = places.map((i) => curve.lr[i]!);
      return places[argmin(gradientOver(lr, loss))]!;
    }),
};

/** Lightning before 2.5.3: the lowest slope per point. Non-finite losses shift its answer to the left: its mistake. */
export const lightningBefore253: Rule = {
  name: 'lightning-pre-2.5.3',
  summary: 'Lightning before 2.5.3: steepest fall from point to point, without the first 10 points and the last',
  source: 'https://github.com/Lightning-AI/pytorch-lightning before pull request 21055, tuner/lr_finder.py',
  smooth: (losses) => smoothWith(lightningEma(), losses),
  suggest: (curve) => lowestSlope(curve, (loss) => skipBegin + argmin(gradient(loss))),
};

function lowestSlope(
  curve: Curve,
  indexOf: (loss: readonly number[], places: readonly number[]) => number,
): Suggestion {
  const inside = [...curve.loss.keys()].slice(skipBegin, Math.max(curve.loss.length - skipEnd, 0));
  const places = inside.filter((i) => Number.isFinite(curve.loss[i]));
  if (places.length < 2) {
    return noSuggestion(`needs 2 finite points or more without the first 10 and the last one, has ${places.length}`);
  }
  const loss = places.map((i) => curve.loss[i]!);
  return suggestPoint(curve, indexOf(loss, places));
}
