import { userError } from '../base/errors.js';
import { didYouMean } from '../base/names.js';
import { parseNumber } from '../base/numbers.js';
import { shownText } from '../base/shown.js';
import type { Point } from './interpolation.js';

interface Columns {
  /** Column of the learning rates. */
  readonly rates: string;
  /** Column of the places; left out: a column called `step` or `epoch`, else the number of the row, from 0. */
  readonly steps?: string | undefined;
}

const usualSteps = ['step', 'epoch'];

/**
 * Learning rates from the text of a table: a line of column names, then a line for each, cells parted by commas,
 * semicolons or tabs.
 *
 * Error: SCHEDULE_FILE with file and line.
 */
export function readRates(text: string, path: string, columns: Columns): readonly Point[] {
  const [header = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const delimiter = [',', ';', '\t'].find((mark) => header.includes(mark)) ?? ',';
  const cellsOf = (line: string) => line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  const names = cellsOf(header);
  const indexOf = (name: string, key: string) => {
    const index = names.indexOf(name);
    if (index >= 0) return index;
    throw mistake(path, 1, `has no column '${shownText(name)}'`, `${key}: ${didYouMean(name, names)}`);
  };
  const rateAt = indexOf(columns.rates, 'column');
  const found = columns.steps ?? usualSteps.find((name) => names.includes(name) && name !== columns.rates);
  const stepAt = found === undefined ? null : indexOf(found, 'stepColumn');

  const points: Point[] = [];
  lines.forEach((line, i) => {
    if (line.trim() === '') return;
    const cells = cellsOf(line);
    const number = (index: number, what: string) => {
      const value = parseNumber(cells[index] ?? '');
      if (value !== null && value >= 0) return value;
      const cell = cells[index] === undefined ? 'missing' : `'${shownText(cells[index])}'`;
      throw mistake(path, i + 2, `${what} must be a number of 0 or more, is ${cell}`, 'mend that line');
    };
    const step = stepAt === null ? points.length : number(stepAt, names[stepAt]!);
    const before = points.at(-1);
    if (before !== undefined && step <= before.step) {
      const message = `${found} must be above the one before, is ${step} after ${before.step}`;
      throw mistake(path, i + 2, message, 'put the lines in ascending order');
    }
    points.push({ step, value: number(rateAt, columns.rates) });
  });
  if (points.length === 0) throw mistake(path, 1, 'has no line below the column names', 'write one line per rate');
  return points;
}

const mistake = (path: string, line: number, message: string, hint: string) =>
  userError('SCHEDULE_FILE', `${path}:${line}: ${message}`, { hint });
