import { CsvError, parse } from 'csv-parse/sync';
import { userError } from '../../base/errors.js';
import { parseNumber } from '../../base/numbers.js';
import { shownText } from '../../base/shown.js';
import { sourceText } from '../source.js';
import type { CurveTable } from '../table.js';
import type { CurveFormat } from './format.js';

const delimiters = [',', ';', '\t', '|'] as const;

/** Rows of text; without a header the columns are called 0, 1, ... */
export const csv: CurveFormat = {
  name: 'csv',
  summary:
    "a table of text with a header, separated by commas, semicolons, tabs or |: metrics.csv of lr-tool's runs, Keras CSVLogger, Lightning's metrics.csv, a table of your own",
  recognises: () => true,
  read(source) {
    const { where } = source;
    const rows = rowsOf(sourceText(source), where);
    const [first] = rows;
    if (first === undefined)
      throw userError('CURVE_INVALID', `${where} is empty`, { hint: 'give a file with lr and loss' });
    const header = first.cells.every((cell) => parseNumber(cell) === null);
    const names = header ? first.cells : first.cells.map((_, i) => String(i));
    const body = header ? rows.slice(1) : rows;
    const ragged = body.find(({ cells }) => cells.length !== names.length);
    if (ragged !== undefined) {
      const { cells, line } = ragged;
      throw userError('CURVE_INVALID', `${where} line ${line} has ${cells.length} cells, the first ${names.length}`, {
        hint: 'mend that line, or cut it off where the file was written only in part',
      });
    }
    return tableOf(names, body, where);
  },
};

interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

const tableOf = (names: readonly string[], body: readonly Row[], where: string): CurveTable => ({
  columns: names.map((name, i) => ({ name, cells: body.map(({ cells }) => cells[i]!) })),
  place: (row, column) => `${where} line ${body[row]!.line}, column '${shownText(column)}'`,
});

function rowsOf(text: string, where: string): Row[] {
  const head = text.split(lineEnd, 1)[0]!;
  const count = (delimiter: string) => head.split(delimiter).length;
  const delimiter = delimiters.reduce((best, one) => (count(one) > count(best) ? one : best));
  return text.includes('"') ? quotedRows(text, delimiter, where) : plainRows(text, delimiter);
}

const lineEnd = /\r\n|\n|\r/;

/** Without quotes a row is a line and a cell is what lies between delimiters: four times as fast as a full parser. */
const plainRows = (text: string, delimiter: string): Row[] =>
  text.split(lineEnd).flatMap((line, i) => {
    if (line.trim() === '') return [];
    return [{ cells: line.split(delimiter).map((cell) => cell.trim()), line: i + 1 }];
  });

function quotedRows(text: string, delimiter: string, where: string): Row[] {
  const rows: Row[] = [];
  try {
    parse(text, {
      delimiter,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true, // checked by the caller, who names the line
      on_record: (cells: string[], { lines }) => {
        rows.push({ cells, line: lines });
        return null; // what the parser knows of each row besides would be most of the memory
      },
    });
    return rows;
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw userError('CURVE_INVALID', `${where}: ${cause.message}`, { hint: 'check the quotes', cause });
  }
}
