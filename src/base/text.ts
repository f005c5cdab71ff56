import { lazy } from './lazy.js';

const ESC = '\\u001b';
const ended = '(?:\\u0007|\\u001b\\\\|\\u009c)';
/** DCS, SOS, OSC, PM and APC as one character. None may stand inside of another: a search never looks at a text twice. */
const introducers = '\\u0090\\u0098\\u009d-\\u009f';
/** Escape sequences as a whole: OSC, DCS, SOS, PM, APC up to their end; CSI; two-character ones (ECMA-48, xterm). */
const escapeSequences = new RegExp(
  [
    `(?:${ESC}[\\]PX^_]|[${introducers}])[^\\u0007\\u001b\\u009c${introducers}]*${ended}`,
    `(?:${ESC}\\[|\\u009b)[0-?]*[ -/]*[@-~]`,
    `${ESC}[ -/]*[0-~]`,
  ].join('|'),
  'g',
);
/** Characters that change the direction of the text around them. */
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const wide =
  /^(?:\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|[\u3000-\u303e\u3200-\u33ff\uff01-\uff60\uffe0-\uffe6]|.\ufe0f)/u;
/** Latin, punctuation, box drawing, blocks: one column each, and no need to look for graphemes. */
const narrow = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2500-\u25fc]*$/;
const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]/u;
/** Made when a text needs it: that takes longer than all else here, and most texts are narrow. */
const graphemes = lazy(() => new Intl.Segmenter('en', { granularity: 'grapheme' }));

/**
 * Text that is not ours (names, paths, messages in files), harmless for a terminal: escape sequences vanish as a whole,
 * control characters (C0, C1, DEL) and marks of direction one by one; line breaks and tabs become a space.
 */
export function safeText(text: string): string {
  return text
    .replace(escapeSequences, '')
    .replace(/[\t\n\r\u2028\u2029]+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .replace(directions, '');
}

/** The same for text of several lines, which are kept. */
export const safeLines = (text: string): string => text.split('\n').map(safeText).join('\n');

/** Columns that a terminal needs for the text: 2 for East Asian and emoji, 0 for combining marks, else 1. */
export function textWidth(text: string): number {
  if (narrow.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes().segment(text)) width += graphemeWidth(segment);
  return width;
}

const graphemeWidth = (grapheme: string) => (wide.test(grapheme) ? 2 : zeroWidth.test(grapheme) ? 0 : 1);

/** The text, or as much of its beginning as fits with the ellipsis behind it. */
export function fitText(text: string, width: number, ellipsis = '…'): string {
  if (text.length <= width && narrow.test(text)) return text;
  if (headOf(text, width) === text) return text; // stops where the text is too wide, however long it is
  return `${headOf(text, width - ellipsis.length)}${ellipsis}`.slice(0, Math.max(0, width));
}

function headOf(text: string, width: number): string {
  const room = Math.max(0, width);
  const start = text.slice(0, room + 1); // the next character as well: a mark would belong to the one before it
  if (narrow.test(start)) return start.slice(0, room);
  let head = '';
  let used = 0;
  for (const { segment } of graphemes().segment(text)) {
    used += graphemeWidth(segment);
    if (used > width) break;
    head += segment;
  }
  return head;
}

/** Lines of at most `width` columns, broken at spaces; words longer than a line are cut (width >= 2). */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +/)) {
    let rest = word;
    if (line !== '' && textWidth(line) + 1 + textWidth(rest) > width) {
      lines.push(line);
      line = '';
    }
    while (textWidth(rest) > width) {
      const head = headOf(rest, width);
      lines.push(head);
      rest = rest.slice(head.length);
    }
    line = line === '' ? rest : `${line} ${rest}`;
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}
