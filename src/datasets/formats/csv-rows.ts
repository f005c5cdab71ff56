import { isUtf8 } from 'node:buffer';
import { finished } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { CsvError, parse } from 'csv-parse';
import { userError } from '../../base/errors.js';
import { type DataFile, readChunks } from './file.js';

/** In characters. A longer line is no table, but a file of another kind. */
const longestLine = 2 ** 24;

/**
 * Takes one row: its cells as text, perhaps with blanks or a byte order mark around them (`trim` removes both), and
 * the line of the file it ends on, counted from 1.
 */
export type OnRow = (cells: readonly string[], line: number) => void;

export interface CsvFacts {
  /** At least as many as there are rows. */
  readonly lines: number;
  /** Of the content, decompressed. */
  readonly bytes: number;
  /** Some cell may be quoted, and hold delimiters or line ends. */
  readonly quoted: boolean;
}

/**
 * Looks through the file once, so that arrays can be made in one piece and the right reader be chosen.
 *
 * @throws LrToolError DATA_ENCODING for what is not UTF-8: decoded all the same, different classes could become one
 */
export async function scanCsv(file: DataFile): Promise<CsvFacts> {
  let newlines = 0;
  let returns = 0;
  let quoted = false;
  let bytes = 0;
  let rest: Buffer = Buffer.alloc(0);
  const check = (bytes: Buffer) => {
    if (!isUtf8(bytes)) throw notUtf8(file.path);
  };
  for await (const chunk of readChunks(file)) {
    bytes += chunk.length;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]; // twice as fast as to iterate, and a bomb may be line ends only, where indexOf takes long
      if (byte === 10) newlines++;
      else if (byte === 13) returns++;
      else if (byte === 34) quoted = true;
    }
    const lastLine = chunk.lastIndexOf(10) + 1; // a line end is never inside of a character
    check(rest.length === 0 ? chunk.subarray(0, lastLine) : Buffer.concat([rest, chunk.subarray(0, lastLine)]));
    rest = lastLine === 0 ? Buffer.concat([rest, chunk]) : chunk.subarray(lastLine);
    if (rest.length > longestLine) throw tooLong(file.path, newlines + 1);
  }
  check(rest);
  return { lines: Math.max(newlines, returns) + 1, bytes, quoted };
}

/** Refuses a row that is longer or shorter than the others. */
export function requireCells(cells: readonly string[], expected: number, path: string, line: number): void {
  if (cells.length === expected) return;
  throw userError('DATA_INVALID', `${path} line ${line} has ${cells.length} cells instead of ${expected}`, {
    hint: 'check the delimiter, and the quotes around cells that contain it',
  });
}

const tooLong = (path: string, line: number) =>
  userError('DATA_INVALID', `${path} line ${line} is longer than ${longestLine} characters`, {
    hint: 'is this a CSV file?',
  });

const notUtf8 = (path: string) =>
  userError('DATA_ENCODING', `${path} is not UTF-8 text`, {
    hint: 'save it as UTF-8, e.g. by iconv -f LATIN1 -t UTF-8 (-f UTF-16 for "Unicode text" of a spreadsheet)',
  });

/** Hands over row after row; empty lines are left out. Nothing but the current piece of the file is kept. */
export const readRows = (file: DataFile, { quoted }: CsvFacts, delimiter: string, onRow: OnRow): Promise<void> =>
  quoted ? readQuotedRows(file, delimiter, onRow) : readPlainRows(file, delimiter, onRow);

/** Without quotes a row is a line and a cell is what lies between delimiters: more than twice as fast as a full parser. */
export async function readPlainRows(file: DataFile, delimiter: string, onRow: OnRow): Promise<void> {
  const decoder = new StringDecoder('utf8');
  let line = 0;
  let rest = '';
  const take = (text: string) => {
    line++;
    if (text.trim() !== '') onRow(text.split(delimiter), line);
  };
  for await (const chunk of readChunks(file)) {
    const lines = (rest + decoder.write(chunk)).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop()!;
    if (rest.length > longestLine) {
      throw tooLong(file.path, line + lines.length + 1);
    }
    for (const text of lines) take(text);
  }
  take(rest + decoder.end());
}

/** The general case, by csv-parse. */
export async function readQuotedRows(file: DataFile, delimiter: string, onRow: OnRow): Promise<void> {
  const parser = parse({
    bom: true,
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    trim: true,
    skip_empty_lines: true,
    max_record_size: longestLine,
    relax_column_count: true, // the length of rows is checked by who knows the columns
    on_record: (cells: string[], { lines }) => {
      onRow(cells, lines);
      return null; // kept by no one: memory stays flat
    },
  });
  parser.resume();
  const end = finished(parser);
  end.catch(() => {}); // awaited below; until then an error must not count as unhandled
  try {
    for await (const chunk of readChunks(file)) {
      if (parser.destroyed) break;
      if (!parser.write(chunk)) await new Promise((resolve) => setImmediate(resolve));
    }
    parser.end();
    await end;
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw userError('DATA_INVALID', `${file.path}: ${cause.message}`, {
      hint: 'check the quotes and the delimiter',
      cause,
    });
  }
}
