import { safeText, wrapText } from '../../base/text.js';
import type { Paint, Style } from '../../plots/paint.js';
import type { Warning } from '../../reports/find.js';

/** A name in the margin and the text beside it. */
export interface Paragraph {
  readonly name?: string;
  readonly lines: readonly string[];
  readonly style?: Style;
  /** Columns in front of the lines; those of the margin by default. */
  readonly indent?: number;
}

/** Columns of the names. */
export const margin = 13;

/** The lines of a paragraph, its name in the margin of the first. */
export function laidOut({ name, lines, style, indent = margin }: Paragraph, paint: Paint): string[] {
  return lines.map((line, i) => {
    const title = i === 0 && name !== undefined ? ` ${name}` : '';
    const body = style === undefined ? line : paint(style, line);
    return `${title === '' ? '' : paint('faint', title)}${' '.repeat(indent - title.length)}${body}`.trimEnd();
  });
}

/** A warning of a report. */
export const warningText = ({ code, message }: Warning, room: number): Paragraph => ({
  name: 'warning',
  lines: wrapText(`${safeText(code)} ${safeText(message)}`, room),
  style: 'warning',
});
