import { textWidth } from '../base/text.js';
import type { Paint, Style } from './paint.js';

/** A text that begins at a column. */
export interface Piece {
  readonly at: number;
  readonly text: string;
  readonly style: Style | null;
}

/** One line of text; pieces in order, not overlapping. */
export function renderRow(pieces: readonly Piece[], paint: Paint): string {
  let line = '';
  let end = 0;
  for (const { at, text, style } of pieces) {
    line += ' '.repeat(at - end) + (style === null ? text : paint(style, text));
    end = at + textWidth(text);
  }
  return line;
}

/** Whether the columns [from, to) are free in a row, with a column of air to both sides. */
export const isFree = (pieces: readonly Piece[], from: number, to: number): boolean =>
  pieces.every(({ at, text }) => to < at || from > at + textWidth(text));
