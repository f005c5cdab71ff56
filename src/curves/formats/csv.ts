import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
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
  const head = text.split(/\r\n|\n|\r/, 1)[0]!;
  const count = (delimiter: string) => head.split(delimiter).length;
  const delimiter = delimiters.reduce((best, one) => (count(one) > count(best) ? one : best));
  try {
    const records = parse(text, {
      delimiter,
      info: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true, // checked by the caller, who names the line
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw userError('CURVE_INVALID', `${where}: ${cause.message}`, { hint: 'check the quotes', cause });
  }
}
