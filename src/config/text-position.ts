import { textWidth } from '../base/text.js';

export interface Position {
  /** Both count from 1; columns in UTF-16 units, as editors do. */
  readonly line: number;
  readonly column: number;
}

const lineEnd = /\r\n|\n|\r/g;

export function positionAt(text: string, offset: number): Position {
  let line = 1;
  let start = 0;
  for (const match of text.matchAll(lineEnd)) {
    const next = match.index + match[0].length;
    if (next > offset) break;
    line++;
    start = next;
  }
  return { line, column: offset - start + 1 };
}

/** Characters shown of a long line, and how many of them lie before the caret. */
const widest = 96;
const before = 60;

/**
 * The line with a caret under the column:
 *
 *       12 |     "steps": 0,
 *          |              ^
 */
export function excerptAt(text: string, { line, column }: Position): string {
  const whole = (text.split(lineEnd)[line - 1] ?? '').replace(unprintable, ' ');
  const from = whole.length > widest ? Math.max(0, column - 1 - before) : 0;
  const shown = whole.slice(from, from + widest);
  const number = String(line).padStart(6);
  return `${number} | ${shown.trimEnd()}\n${' '.repeat(6)} | ${' '.repeat(textWidth(shown.slice(0, column - 1 - from)))}^`;
}

/** Control and direction characters: a config file must not steer the terminal that shows it. Tabs become one blank. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
