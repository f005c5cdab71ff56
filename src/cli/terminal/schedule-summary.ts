import { formatLr } from '../../base/numbers.js';
import { safeText, wrapText } from '../../base/text.js';
import type { Paint } from '../../plots/paint.js';
import type { ScheduleReport } from '../../reports/schedule.js';
import { laidOut, margin, type Paragraph } from './paragraphs.js';

/** What a schedule report says, as text under its plot: lengths, the rates that matter, the parameters. */
export function scheduleSummary(
  { schedule, lr }: ScheduleReport,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string {
  const { totalSteps, stepsPerEpoch, warmupSteps, parameters } = schedule;
  const warmup = warmupSteps > 0 ? `, ${warmupSteps} of warm-up` : '';
  const [lowest, highest] = [lr.reduce((a, b) => Math.min(a, b)), lr.reduce((a, b) => Math.max(a, b))];
  const rates = [
    ['first', lr[0]!] as const,
    ['highest', highest] as const,
    ['lowest', lowest] as const,
    ['last', lr.at(-1)!] as const,
  ];
  const texts = {
    length: `${totalSteps} updates, ${stepsPerEpoch} per epoch${warmup}`,
    rates: rates.map(([name, rate]) => `${name} ${formatLr(rate, 3)}`).join(', '),
    parameters: Object.entries(parameters)
      .map(([key, value]) => `${key} ${typeof value === 'string' ? value : spacedJson(value)}`)
      .join(', '),
  };
  const paragraphs = Object.entries(texts).map(
    ([name, text]): Paragraph => ({ name, lines: wrapText(safeText(text), width - margin) }),
  );
  return paragraphs.flatMap((paragraph) => laidOut(paragraph, paint)).join('\n');
}

/** JSON on one line, with spaces where it can be wrapped. */
const spacedJson = (value: unknown) => JSON.stringify(value, null, 1).replace(/\s+/g, ' ');
