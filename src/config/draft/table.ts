import { userError } from '../../base/errors.js';
import { didYouMean } from '../../base/names.js';
import { shownText } from '../../base/shown.js';
import type { ColumnFacts, InspectChoice, TableFacts } from '../../datasets/inspect/facts.js';
import { countText, type DraftData, type Finding, itemText, listText } from './data.js';
import type { Entry } from './entry.js';

/** Names of targets where none is given. */
const usualTargets = ['target', 'label', 'labels', 'class', 'classes', 'y', 'outcome', 'output'];
/** Names of columns that number or name the rows. */
const rowNames = /(^|[_\s.-])(id|uuid|index|idx|row|rowid|rownum|unnamed.*)$|[a-z]Id$|[a-z]ID$/i;
/** Whole numbers of at most so many different values are classes, where each has two rows or more. */
const mostClasses = 20;
const mostNamed = 8;

/** The config of a table: which column is learnt, which are learnt from, which are left out and why. */
export function draftTable(facts: TableFacts, choice: InspectChoice, path: string): DraftData {
  const { rows, columns, header, delimiter } = facts;
  const target = targetOf(columns, choice, rows, path);
  const task = taskOf(target, choice, rows, path);
  const others = columns.filter((column) => column !== target);
  const left = leftOut(others, rows);
  const inputs = others.filter((column) => !left.has(column));
  if (inputs.length === 0) throw noInput(path, left);

  const categorical = inputs.filter(({ kind }) => kind === 'category');
  const gaps = inputs.filter(({ missing }) => missing > 0);
  const missing = target.missing > 0 ? 'drop-row' : gaps.length > 0 ? 'median' : null;
  const gapText = [...(target.missing > 0 ? [target] : []), ...gaps].map(
    (column) => `${nameOf(column)} ${column.missing}`,
  );
  const missingText =
    missing === null
      ? []
      : [
          `${missing === 'median' ? filledWith(gaps) : 'the rows are left out'}; empty: ${listText(gapText, mostNamed)}`,
        ];
  const targetText = describeTarget(target, task, rows);
  const leftText = [...left].map(([column, why]) => `${nameOf(column)} (${why})`);

  const categoryText = categorical.map(describeCategories);

  const entries: Entry[] = [
    { key: 'name', value: 'csv' },
    { key: 'path', value: path, behind: `${countText(rows, 'row')}, ${countText(columns.length, 'column')}` },
    { key: 'header', value: header, behind: header ? 'the first row names the columns' : 'columns are counted from 0' },
    { key: 'delimiter', value: delimiter },
    { key: 'label', value: target.ref, above: [`What is learnt: ${targetText}.`] },
    { key: 'task', value: task },
    ...(left.size === 0
      ? []
      : [
          {
            key: 'ignore',
            value: [...left.keys()].map(({ ref }) => ref),
            above: [`Left out of the inputs: ${leftText.join(', ')}.`],
          },
        ]),
    ...(categorical.length === 0
      ? []
      : [
          {
            key: 'categorical',
            value: categorical.map(({ ref }) => ref),
            above: [`An input of 0 and 1 for each value: ${categoryText.join('; ')}.`],
          },
        ]),
    ...(missing === null ? [] : [{ key: 'missing', value: missing, above: [`${missingText}.`] }]),
    { key: 'scaling', value: 'standard', behind: 'each input to mean 0 and standard deviation 1' },
  ];
  const findings: Finding[] = [
    {
      what: 'data',
      text: `${countText(rows, 'row')}, ${countText(columns.length, 'column')}, ${header ? 'with' : 'no'} header`,
    },
    { what: 'target', text: `${nameOf(target)}: ${targetText}` },
    { what: 'inputs', text: `${inputs.length}: ${listText(inputs.map(nameOf), mostNamed)}` },
    ...(categorical.length === 0 ? [] : [{ what: 'categories', text: listText(categoryText, mostNamed, '; ') }]),
    ...(leftText.length === 0 ? [] : [{ what: 'left out', text: listText(leftText, mostNamed) }]),
    ...missingText.map((text) => ({ what: 'missing', text })),
  ];
  const complete =
    missing === 'drop-row' ? rows - target.missing - gaps.reduce((sum, gap) => sum + gap.missing, 0) : rows;
  return { entries, findings, rows: Math.max(1, complete), task, image: false, source: path };
}

const nameOf = ({ ref }: ColumnFacts): string => (typeof ref === 'number' ? `column ${ref}` : itemText(shownText(ref)));

function targetOf(columns: readonly ColumnFacts[], { target }: InspectChoice, rows: number, path: string): ColumnFacts {
  const names = columns.map(({ ref }) => String(ref));
  const found =
    target === undefined
      ? guessed(columns)
      : (columns[names.indexOf(target)] ?? (/^\d+$/.test(target) ? columns[Number(target)] : undefined));
  if (found === undefined) {
    const shown = shownText(target ?? '');
    throw userError('DATA_COLUMN', `${path} has no column '${shown}'`, {
      hint: didYouMean(shown, names.map(shownText)),
    });
  }
  const others = columns.filter((column) => column !== found && column.distinct > 1).map(nameOf);
  const unfit = (why: string) =>
    userError('DATA_TARGET', `${path}: ${nameOf(found)} cannot be the target: ${why}`, {
      hint: others.length === 0 ? 'check the file' : `name another: --target ${others.at(-1)}`,
    });
  if (found.kind === 'empty') throw unfit('it has no value in any row');
  if (found.distinct === 1) throw unfit(`it is the same in all ${rows} rows, so there is nothing to learn`);
  return found;
}

/** A column with a usual name, else the last that is no free text. */
const guessed = (columns: readonly ColumnFacts[]): ColumnFacts | undefined =>
  columns.find(({ ref }) => usualTargets.includes(String(ref).toLowerCase())) ??
  columns.findLast(({ kind, distinct }) => (kind === 'number' || kind === 'category') && distinct > 1) ??
  columns.at(-1);

type Task = 'classification' | 'regression';

function taskOf(target: ColumnFacts, choice: InspectChoice, rows: number, path: string): Task {
  const { kind, whole, distinct, mixed, decimalComma, missing } = target;
  const unfit = (why: string, hint: string) => userError('DATA_TARGET', `${path}: ${nameOf(target)} ${why}`, { hint });
  if (decimalComma !== null) {
    throw unfit(
      `has numbers with a decimal comma: ${decimalComma}`,
      'write numbers with a decimal point: 0.5, not 0,5',
    );
  }
  if (mixed) throw unfit('holds fractions and text, so it is neither classes nor quantities', 'check the column');
  const text = kind !== 'number';
  if (choice.task === 'regression' && text) throw unfit('holds text, and regression needs numbers', 'leave --task out');
  if (choice.task === 'classification' && !text && !whole) {
    throw unfit('holds fractions, and classes are text or whole numbers', 'leave --task out');
  }
  if (choice.task !== undefined) return choice.task;
  const values = rows - missing;
  if (text && distinct > values / 2) {
    throw unfit(
      `holds ${distinct} different texts in ${values} rows, too many to be classes`,
      'name another: --target COLUMN',
    );
  }
  return text || (whole && distinct <= mostClasses && distinct <= values / 2) ? 'classification' : 'regression';
}

function describeTarget({ counts, distinct }: ColumnFacts, task: Task, rows: number): string {
  if (task === 'regression')
    return `numbers, ${distinct === rows ? 'all' : distinct > 1000 ? 'over 1000' : distinct} different`;
  const named = [...counts].map(([name, count]) => `${itemText(shownText(name))} (${count})`);
  return `${distinct} classes: ${listText(named, mostNamed)}`;
}

const mostValues = 5;
const describeCategories = (column: ColumnFacts): string =>
  `${nameOf(column)}: ${listText([...column.counts.keys()].map(shownText).map(itemText), mostValues)}`;

/** What becomes of gaps where no row is left out for them. */
function filledWith(gaps: readonly ColumnFacts[]): string {
  const isCategory = ({ kind }: ColumnFacts) => kind === 'category';
  const median = 'filled with the median of the training rows';
  if (!gaps.some(isCategory)) return median;
  return gaps.every(isCategory) ? 'a missing category is 0 in all its inputs' : `${median}, a category with 0`;
}

/** Columns that are no inputs, with the reason. */
function leftOut(columns: readonly ColumnFacts[], rows: number): ReadonlyMap<ColumnFacts, string> {
  const reasons = new Map<ColumnFacts, string>();
  for (const column of columns) {
    const why = reasonAgainst(column, rows);
    if (why !== null) reasons.set(column, why);
  }
  const numbered = columns.find((column) => column.kind === 'number' && namesRows(column, rows));
  if (reasons.size === columns.length && numbered) reasons.delete(numbered); // the only input there is
  return reasons;
}

function reasonAgainst(column: ColumnFacts, rows: number): string | null {
  const { kind, missing, distinct, decimalComma, words, word } = column;
  if (kind === 'empty') return 'no value';
  if (distinct === 1) return 'the same in every row';
  if (namesRows(column, rows)) return 'names the row';
  if (missing > rows / 2) return `empty in ${missing} of ${rows} rows`;
  if (decimalComma !== null) return `decimal comma, ${decimalComma}: write a point to use it`;
  if (kind !== 'text') return null;
  if (words < (rows - missing) / 2) {
    const cells = words === 1 ? 'a cell is' : `${words} cells are`;
    return `numbers, but ${cells} text, '${shownText(word!)}' first: empty them to use it`;
  }
  return `text, ${distinct > 1000 ? 'over 1000' : distinct} different`;
}

const namesRows = ({ ref, position, rowNumber, distinct, missing }: ColumnFacts, rows: number): boolean => {
  const named = typeof ref === 'string' && rowNames.test(ref);
  return (rowNumber && (position === 0 || named)) || (named && distinct > (rows - missing) / 2);
};

function noInput(path: string, left: ReadonlyMap<ColumnFacts, string>) {
  const reasons = [...left].map(([column, why]) => `${nameOf(column)}: ${why}`);
  return userError('DATA_COLUMN', `${path} has no column to learn from: ${listText(reasons, mostNamed)}`, {
    hint: 'inputs are numbers, or text of few different values that come again',
  });
}
