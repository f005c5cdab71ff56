import { userError } from '../../base/errors.js';
import { didYouMean } from '../../base/names.js';
import { parseNumber } from '../../base/numbers.js';
import { shownText } from '../../base/shown.js';

/** A column by its name in the header, or by its position counted from 0. */
export type ColumnRef = string | number;

export interface ColumnChoice {
  readonly header: boolean | 'auto';
  /** Left out: the last column. */
  readonly label?: ColumnRef | undefined;
  /** Left out: all but the label. */
  readonly columns?: readonly ColumnRef[] | undefined;
  readonly ignore: readonly ColumnRef[];
  /** Inputs whose values are categories. */
  readonly categorical: readonly ColumnRef[];
}

export interface CsvColumns {
  readonly header: boolean;
  /** Of all columns; their numbers where there is no header. */
  readonly names: readonly string[];
  readonly label: number;
  /** Positions of the inputs, in the order in which they were asked for. */
  readonly features: readonly number[];
  /** Those of them that hold categories. */
  readonly categorical: ReadonlySet<number>;
}

/** What separates the cells where the comma does not. */
const otherDelimiters = [';', '\t', '|'] as const;

/** Finds the columns of a table from its first row. */
export function chooseColumns(first: readonly string[], choice: ColumnChoice, path: string): CsvColumns {
  const cells = first.map((cell) => cell.trim());
  const header = choice.header === 'auto' ? looksLikeHeader(cells, choice) : choice.header;
  const names = header ? cells : cells.map((_, position) => String(position));
  const find = (ref: ColumnRef) => positionOf(ref, names, header, path);
  const label = choice.label === undefined ? names.length - 1 : find(choice.label);
  const ignored = new Set([label, ...choice.ignore.map(find)]);
  const features = choice.columns?.map(find) ?? [...names.keys()].filter((position) => !ignored.has(position));
  const twice = features.find((position, at) => position === label || features.indexOf(position) !== at);
  if (twice !== undefined) {
    const role = twice === label ? 'both an input and the label' : 'named twice';
    throw userError('DATA_COLUMN', `${path}: column '${shownText(names[twice]!)}' is ${role}`, {
      hint: 'remove it from `columns`',
    });
  }
  if (features.length === 0) {
    const columns = names.length === 1 ? '1 column' : `${names.length} columns`;
    const delimiter = otherDelimiters.find((character) => first[0]!.includes(character));
    throw userError('DATA_COLUMN', `${path} has ${columns}, which leaves no input besides the label`, {
      hint: delimiter ? `set delimiter: ${JSON.stringify(delimiter)}` : 'check `delimiter`, `columns` and `ignore`',
    });
  }
  const categorical = new Set(choice.categorical.map(find));
  const noInput = [...categorical].find((position) => !features.includes(position));
  if (noInput !== undefined) {
    const role = noInput === label ? 'the label' : 'left out';
    throw userError('DATA_COLUMN', `${path}: column '${shownText(names[noInput]!)}' is ${role}, so it is no input`, {
      hint: 'remove it from `categorical`',
    });
  }
  return { header, names, label, features, categorical };
}

/** A first row without any number in it, or with the name of a column that was asked for. */
function looksLikeHeader(
  cells: readonly string[],
  { label, columns = [], ignore, categorical }: ColumnChoice,
): boolean {
  const asked = [label, ...columns, ...ignore, ...categorical].filter((ref) => typeof ref === 'string');
  return asked.some((name) => cells.includes(name)) || cells.every((cell) => parseNumber(cell) === null);
}

function positionOf(ref: ColumnRef, names: readonly string[], header: boolean, path: string): number {
  if (typeof ref === 'number') {
    if (ref < names.length) return ref;
    throw userError('DATA_COLUMN', `${path} has no column ${ref}; its columns are 0 .. ${names.length - 1}`, {
      hint: 'columns are counted from 0; check `delimiter` too',
    });
  }
  if (!header) {
    throw userError('DATA_COLUMN', `${path} has no header, so no column is called '${ref}'`, {
      hint: 'give the position, counted from 0, or set header: true',
    });
  }
  const position = names.indexOf(ref);
  if (position === -1) {
    throw userError('DATA_COLUMN', `${path} has no column '${ref}'`, { hint: didYouMean(ref, names.map(shownText)) });
  }
  if (names.lastIndexOf(ref) === position) return position;
  throw userError('DATA_COLUMN', `${path} has several columns called '${ref}'`, {
    hint: `give the position, counted from 0: ${position} or ${names.lastIndexOf(ref)}`,
  });
}
