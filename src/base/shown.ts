import { fitText, safeText } from './text.js';

/** Longest text of the user's that a message repeats. */
const longest = 60;

/** Text of the user's on one line, harmless for a terminal, cut where it is long. */
export const shownText = (text: string): string => fitText(safeText(text), longest, '...');

/** A value as an error message shows it: 'adm', 0, true, null, a list of 3, an object. */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return `'${shownText(value)}'`;
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return value === undefined ? 'nothing' : String(value);
}
