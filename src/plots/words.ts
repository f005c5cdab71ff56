import { safeText } from '../base/text.js';
import type { Figure, Series } from './figure.js';
import { shortNumber } from './ticks.js';

/** A figure in words, for those who cannot see it: where each line begins, ends and is lowest and highest. */
export function wordsOf({ x, y, series, marks, spans = [] }: Figure): string {
  const across = safeText(x.label) || 'position';
  const lines = series
    .filter(({ weight }) => weight === 'normal')
    .map((one) => `${safeText(one.label)}: ${courseOf(one, across)}`);
  const places = [
    ...marks.map((mark) => `${safeText(mark.label)} at ${shortNumber(mark.x)}`),
    ...spans.map(({ label, from, to }) => `${safeText(label)} from ${shortNumber(from)} to ${shortNumber(to)}`),
  ];
  const marked = places.length === 0 ? [] : [`Marked: ${places.join(', ')}.`];
  return [`${safeText(y.label) || 'Value'} over ${across}.`, ...lines.map((line) => `${line}.`), ...marked].join(' ');
}

function courseOf({ x, y }: Series, across: string): string {
  let [first, last, low, high] = [-1, -1, -1, -1];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    if (!Number.isFinite(y[i])) continue;
    if (first < 0) [first, low, high] = [i, i, i];
    last = i;
    if (y[i]! < y[low]!) low = i;
    if (y[i]! > y[high]!) high = i;
  }
  if (first < 0) return 'no finite values';
  const at = (i: number) => `${shortNumber(y[i]!)} at ${across} ${shortNumber(x[i]!)}`;
  if (first === last) return at(first);
  const turns = [low, high].filter((i) => i !== first && i !== last);
  const extremes = turns.map((i) => `${i === low ? 'lowest' : 'highest'} ${at(i)}`);
  return [`from ${at(first)}`, ...extremes, `to ${at(last)}`].join(', ');
}
