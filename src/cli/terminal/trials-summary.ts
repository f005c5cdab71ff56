import { formatLr } from '../../base/numbers.js';
import { safeText, wrapText } from '../../base/text.js';
import type { Paint } from '../../plots/paint.js';
import { trialName } from '../../plots/trials.js';
import type { TrialsReport } from '../../reports/trials.js';
import { laidOut, margin, type Paragraph } from './paragraphs.js';

/** "lr 0.1: 2.31 to 0.41"; where it did not come to its end, how it ended. */
export function trialText(trial: TrialsReport['trials'][number]): string {
  const { loss, stop } = trial;
  const [first, last] = [loss[0] ?? null, loss.at(-1) ?? null].map((value) => value?.toPrecision(3) ?? 'not finite');
  const ending =
    stop === 'completed' ? '' : `, ${stop === 'non-finite' ? 'loss not finite' : stop} after ${loss.length} updates`;
  return `${trialName(trial)}: ${first} to ${last}${ending}`;
}

/** What a report of trials says, as text under its plot: run, verdict, trials. */
export function trialsSummary(
  { test, data, engine, seed, trials, verdict }: TrialsReport,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string {
  const room = width - margin;
  const answer = verdict.ok
    ? test === 'overfit'
      ? `passed, at lr ${formatLr(verdict.lr, 3)}`
      : `lr ${formatLr(verdict.lr, 3)}`
    : 'none';
  const paragraphs: Paragraph[] = [
    { name: 'run', lines: wrapText(safeText(`${data.name}, ${engine.backend} ${engine.mode}, seed ${seed}`), room) },
    { name: 'answer', lines: [answer], style: verdict.ok ? 'good' : 'bad' },
    { lines: verdict.why.flatMap((reason) => wrapText(safeText(`- ${reason}`), room)) },
    { name: 'trials', lines: trials.flatMap((trial) => wrapText(trialText(trial), room)) },
  ];
  return paragraphs.flatMap((paragraph) => laidOut(paragraph, paint)).join('\n');
}
