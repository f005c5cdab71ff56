import { StringDecoder } from 'node:string_decoder';
import { userError } from '../../base/errors.js';
import { parseNumber } from '../../base/numbers.js';
import { likelyDelimiter } from '../formats/csv-delimiter.js';
import { readRows, requireCells, scanCsv } from '../formats/csv-rows.js';
import { type DataFile, readChunks } from '../formats/file.js';
import { isMissing } from '../formats/missing-words.js';
import { type ColumnProfile, profileColumn } from './column.js';
import type { InspectChoice, TableFacts } from './facts.js';

/** First rows that tell whether there is a header. */
const sampleRows = 100;

/**
 * Looks through a table: what separates its cells, whether it has a header, what each column holds. All rows are read,
 * so that what is said of missing cells holds for all.
 *
 * @throws LrToolError DATA_ENCODING, DATA_INVALID (rows of different lengths), DATA_COLUMN (one column), DATA_EMPTY
 */
export async function inspectCsv(file: DataFile, { target }: InspectChoice): Promise<TableFacts> {
  const facts = await scanCsv(file);
  const delimiter = likelyDelimiter(await beginningOf(file));
  if (delimiter === null) {
    throw userError('DATA_COLUMN', `${file.path} has 1 column, which leaves no input besides the target`, {
      hint: 'a table has a row a line, and its cells are separated by commas, semicolons, tabs, | or blanks',
    });
  }
  const sample: string[][] = [];
  let profiles: ColumnProfile[] = [];
  let header = false;
  let rows = 0;
  const add = (cells: readonly string[]) => {
    rows++;
    for (const [i, profile] of profiles.entries()) profile.add(cells[i]!);
  };
  const begin = () => {
    header = isHeader(sample, target);
    for (const cells of header ? sample.slice(1) : sample) add(cells);
  };
  await readRows(file, facts, delimiter, (cells, line) => {
    if (profiles.length === 0) profiles = cells.map(profileColumn);
    requireCells(cells, profiles.length, file.path, line);
    if (sample.length === sampleRows) return add(cells);
    sample.push(cells.map((cell) => cell.trim()));
    if (sample.length === sampleRows) begin();
  });
  if (sample.length < sampleRows) begin();
  if (rows === 0)
    throw userError('DATA_EMPTY', `${file.path} holds no rows`, { hint: 'check that it is the right file' });
  const names = sample[0]!;
  const refOf = (position: number) => {
    const name = names[position]!;
    return header && name !== '' && names.indexOf(name) === names.lastIndexOf(name) ? name : position;
  };
  return {
    form: 'table',
    header,
    delimiter,
    rows,
    columns: profiles.map((profile, position) => profile.facts(position, refOf(position))),
  };
}

/** The first piece of a file, in whole lines. */
async function beginningOf(file: DataFile): Promise<string> {
  for await (const chunk of readChunks(file)) {
    const text = new StringDecoder('utf8').write(chunk).replace(/^\uFEFF/, '');
    const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
    return end > 0 ? text.slice(0, end) : text;
  }
  return '';
}

/**
 * The first row names the columns where it holds the name of the target, or text above a column of numbers, or no
 * number at all; unless its words are values that come again below.
 */
function isHeader(rows: readonly (readonly string[])[], target: string | undefined): boolean {
  const [first, ...others] = rows;
  if (first === undefined) return false;
  if (target !== undefined && first.includes(target)) return true;
  const isText = (cell: string) => !isMissing(cell) && parseNumber(cell) === null;
  const isNumbers = (column: number) => {
    const cells = others.map((row) => row[column]!).filter((cell) => !isMissing(cell));
    return cells.length > 0 && cells.every((cell) => parseNumber(cell) !== null);
  };
  if (first.some((cell, column) => isText(cell) && isNumbers(column))) return true;
  const comeAgain = first.filter((cell, column) => others.some((row) => row[column] === cell)).length;
  return first.every((cell) => parseNumber(cell) === null) && comeAgain < first.length / 2;
}
