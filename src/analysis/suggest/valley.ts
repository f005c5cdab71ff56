import { noSuggestion, suggestPoint } from '../curve.js';
import { fastaiEma, smoothWith } from '../smooth.js';
import { fastaiPart, tooFewForFastai } from './fastai-part.js';
import type { Rule } from './rule.js';

/**
 * fastai's default. With d[i] the length of the longest strictly falling subsequence that ends at point i, E the first
 * point of maximal d and B = E - d[E]:
 *
 *   point B + trunc(q) + trunc(q / 2),   q = (E - B) / 3
 *
 * B is one too small (d counts points, not gaps). Python takes the last learning rate where that leads to -1; here it
 * is the first one.
 */
export const valley: Rule = {
  name: 'valley',
  summary: "fastai's default: about half-way down the longest fall of the loss, counted in points",
  source: 'https://github.com/fastai/fastai at 0a049e8, callback/schedule.py, valley',
  smooth: (losses) => smoothWith(fastaiEma(), losses),
  suggest(curve, { steps }) {
    const part = fastaiPart(curve, steps);
    if (part.loss.length < 1) return noSuggestion(tooFewForFastai(1, part));
    const lengths = fallingLengths(part.loss);
    const longest = lengths.reduce((best, length, i) => (length > lengths[best]! ? i : best), 0);
    const begin = longest === 0 ? 0 : longest - lengths[longest]!;
    const third = (longest - begin) / 3;
    const place = begin + Math.trunc(third) + Math.trunc(third / 2);
    return suggestPoint(curve, part.first + Math.max(place, 0));
  },
};

/** Length of the longest strictly falling subsequence ending at each value, in n log n (patience sorting). */
function fallingLengths(values: readonly number[]): number[] {
  const ends: number[] = []; // ends[k]: the highest value that a falling subsequence of k + 1 values can end with
  return values.map((value) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! > value) low = middle + 1;
      else high = middle;
    }
    ends[low] = value;
    return low + 1;
  });
}
