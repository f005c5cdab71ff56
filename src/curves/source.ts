import { userError } from '../base/errors.js';

/** A file with a curve in it. */
export interface CurveSource {
  /** Its name for messages: a path, or 'standard input'. */
  readonly where: string;
  readonly bytes: Uint8Array;
}

const begin = { utf16le: [0xff, 0xfe], utf16be: [0xfe, 0xff] } as const;

/**
 * The bytes as text, without a byte order mark.
 *
 * Error: CURVE_INVALID for what is not UTF-8 (or UTF-16 with its mark, as spreadsheets write it).
 */
export function sourceText({ where, bytes }: CurveSource): string {
  const starts = (mark: readonly number[]) => mark.every((byte, i) => bytes[i] === byte);
  const encoding = starts(begin.utf16le) ? 'utf-16le' : starts(begin.utf16be) ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw userError('CURVE_INVALID', `${where} is not text in UTF-8 or UTF-16`, {
      hint: 'give a CSV or JSON file with lr and loss',
      cause,
    });
  }
}
