import { userError } from '../base/errors.js';
import { listed } from '../base/names.js';
import { parseNumber } from '../base/numbers.js';
import { shownText, shownValue } from '../base/shown.js';

/** What a file holds at one place: a number, text that may be one, null where nothing was recorded. */
export type Cell = unknown;

export interface Column {
  readonly name: string;
  readonly cells: readonly Cell[];
}

/** Columns as a file has them; those of a JSON document may differ in length. */
export interface CurveTable {
  readonly columns: readonly Column[];
  /** Where a cell stands, for messages: "run.csv line 7, column 'loss'". */
  readonly place: (row: number, column: string) => string;
}

const absent = /^(|na|n\/a|null|none)$/i;
const notFinite = /^[+-]?(nan|inf|infinity)$/i;

/**
 * A cell as a number: null where it is empty (also NA, null, None), NaN or Infinity where it says so.
 *
 * Error: CURVE_INVALID for anything else that is no number.
 */
export function numberIn(cell: Cell, place: () => string): number | null {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'number') return cell;
  const text = typeof cell === 'string' ? cell.trim() : null;
  if (text !== null && absent.test(text)) return null;
  if (text !== null && notFinite.test(text))
    return Number(/nan/i.test(text) ? 'NaN' : `${text[0] === '-' ? '-' : ''}Infinity`);
  const value = text === null ? null : parseNumber(text);
  if (value !== null) return value;
  const hint =
    text !== null && /^[+-]?\d+,\d+$/.test(text)
      ? 'write numbers with a decimal point: 0.5, not 0,5'
      : 'mend that place';
  throw userError('CURVE_INVALID', `${place()}: ${shownValue(cell)} is not a number`, { hint });
}

/** The names of the columns, for messages. */
export const columnList = ({ columns }: CurveTable): string =>
  columns.length === 0 ? 'none' : listed(columns.map(({ name }) => shownText(name)));
