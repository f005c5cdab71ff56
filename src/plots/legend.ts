import { fitText, textWidth } from '../base/text.js';
import type { Frame } from './frame.js';
import type { Paint, Style } from './paint.js';

/** A sign and what it stands for. */
export interface LegendEntry {
  readonly sign: string;
  readonly label: string;
  readonly style: Style;
}

/** The name of the y axis with the legend behind it: the lines above the plot. */
export function drawHead(
  axisLabel: string,
  entries: readonly LegendEntry[],
  { width, left, symbols: { ellipsis }, paint }: Frame,
): string[] {
  const rows = legendRows(entries, width - left - 1, ellipsis, paint);
  const indent = ' '.repeat(left + 1);
  const label = fitText(axisLabel, width - 1, ellipsis);
  const gap = left - textWidth(label);
  if (label === '') return rows.map((row) => indent + row);
  if (gap < 1) return [...rows.map((row) => indent + row), paint('axis', ` ${label}`)];
  const [first = '', ...more] = rows;
  return [`${paint('axis', ` ${label}`)}${' '.repeat(gap)}${first}`, ...more.map((row) => indent + row)];
}

/** The entries side by side, on as many lines as they need. */
function legendRows(entries: readonly LegendEntry[], width: number, ellipsis: string, paint: Paint): string[] {
  const rows: { text: string; used: number }[] = [];
  for (const { sign, label, style } of entries) {
    const name = fitText(label, width - textWidth(sign) - 1, ellipsis);
    const needed = textWidth(sign) + 1 + textWidth(name);
    const painted = `${paint(style, sign)} ${name}`;
    const last = rows.at(-1);
    if (last !== undefined && last.used + 3 + needed <= width) {
      last.text += `   ${painted}`;
      last.used += 3 + needed;
    } else rows.push({ text: painted, used: needed });
  }
  return rows.map(({ text }) => text);
}
