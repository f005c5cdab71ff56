import { userError } from '../../base/errors.js';
import { parseNumber } from '../../base/numbers.js';
import { shownText } from '../../base/shown.js';
import type { Targets } from '../dataset.js';
import { checkMemory } from '../limits.js';
import type { Task } from '../params.js';
import { type CategoryColumn, categoryColumn, spreadCategories } from './csv-categories.js';
import { type ColumnChoice, type CsvColumns, chooseColumns } from './csv-columns.js';
import { collectLabels } from './csv-labels.js';
import { readRows, requireCells, scanCsv } from './csv-rows.js';
import { openFile } from './file.js';
import { isMissing } from './missing-words.js';

export interface CsvOptions extends ColumnChoice {
  readonly delimiter: string;
  /** What an empty cell is: an error, a reason to leave the row out, or NaN. */
  readonly missing: 'refuse' | 'drop-row' | 'nan';
  readonly task: Task;
}

export interface CsvTable {
  /** The inputs, row by row; a column of categories is one of 0 and 1 for each value. */
  readonly values: Float32Array;
  /** Inputs per row. */
  readonly width: number;
  readonly targets: Targets;
}

/** Reads a table of numbers and categories with one label column. The file is streamed; the arrays are made once. */
export async function readCsv(path: string, options: CsvOptions): Promise<CsvTable> {
  const file = await openFile(path);
  const facts = await scanCsv(file);
  checkMemory(4 * facts.lines, path);
  let columns: CsvColumns | null = null;
  let categories: readonly (CategoryColumn | null)[] = [];
  let values = new Float32Array(0);
  let filled = 0;
  const labels = collectLabels(options.task, facts.lines);

  const take = (cells: readonly string[], line: number, { names, features, label }: CsvColumns) => {
    requireCells(cells, names.length, path, line);
    const isGap = (position: number) => isMissing(cells[position]!);
    // Before anything of the row is kept: a category that only such rows have is none.
    if (options.missing === 'drop-row' && (isGap(label) || features.some(isGap))) return;
    if (isGap(label)) throw missing(path, line, names[label]!, cells[label]!, 'set missing: drop-row');
    for (const [i, position] of features.entries()) {
      const cell = cells[position]!;
      const category = categories[i];
      const value = category && !isGap(position) ? category.add(cell) : parseNumber(cell);
      // Beyond 3.4e38 a float32 is infinite.
      if (value !== null && Number.isFinite(Math.fround(value))) values[filled++] = value;
      else if (!isGap(position)) throw notANumber(path, line, names[position]!, cell);
      else if (options.missing === 'nan') values[filled++] = Number.NaN;
      else throw missing(path, line, names[position]!, cell, 'set missing: mean, median, zero or drop-row');
    }
    labels.add(cells[label]!.trim(), () => `${path} line ${line}, column '${shownText(names[label]!)}'`);
  };

  await readRows(file, facts, options.delimiter, (cells, line) => {
    if (columns === null) {
      columns = chooseColumns(cells, options, path);
      const { features, categorical, names, header } = columns;
      // a cell takes a byte at least, its delimiter: a wide first line above many short ones claims more than there is
      const most = Math.min(facts.lines * features.length, facts.bytes + 1);
      checkMemory(4 * most, path);
      values = new Float32Array(most);
      categories = features.map((position) =>
        categorical.has(position) ? categoryColumn(names[position]!, path) : null,
      );
      if (header) return;
    }
    take(cells, line, columns);
  });
  return { ...spreadCategories(values.subarray(0, filled), categories, path), targets: labels.targets() };
}

function missing(path: string, line: number, column: string, cell: string, hint: string) {
  const shown = cell.trim() === '' ? '' : ` ('${cell.trim()}')`;
  const place = `${path} line ${line}, column '${shownText(column)}'`;
  return userError('DATA_MISSING', `${place}: the value is missing${shown}`, { hint });
}

function notANumber(path: string, line: number, column: string, cell: string) {
  const name = shownText(column);
  const what = parseNumber(cell) === null ? 'is not a number' : 'is too large for a number of 32 bits (3.4e38)';
  return userError('DATA_INVALID', `${path} line ${line}, column '${name}': '${shownText(cell.trim())}' ${what}`, {
    hint: /^\s*[+-]?\d+,\d+\s*$/.test(cell)
      ? 'write numbers with a decimal point: 0.5, not 0,5'
      : `make it inputs of 0 and 1 with categorical: ['${name}'], or leave it out with ignore: ['${name}']`,
  });
}
