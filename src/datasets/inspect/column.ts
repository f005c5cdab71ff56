import { parseNumber } from '../../base/numbers.js';
import { isMissing } from '../formats/missing-words.js';
import type { ColumnFacts, ColumnKind } from './facts.js';

/** Different values that are counted one by one. */
const mostCounted = 1000;
/** Text of more different values than this is no category. */
const mostCategories = 50;
/** Among numbers a few words are no categories, unless there are no more different values than these: 1, 2, 3+. */
const mostCodes = 20;

/** Looks at the cells of one column, one after another. */
export interface ColumnProfile {
  readonly add: (cell: string) => void;
  readonly facts: (position: number, ref: string | number) => ColumnFacts;
}

export function profileColumn(): ColumnProfile {
  const counts = new Map<string, number>();
  let rows = 0;
  let missing = 0;
  let words = 0;
  let word: string | null = null;
  let fraction = false;
  let decimalComma: string | null = null;
  let before: number | null = null;
  let rowNumber = true;

  function kind(): ColumnKind {
    if (missing === rows) return 'empty';
    if (words === 0) return 'number';
    const values = rows - missing;
    const most = words < values / 2 ? mostCodes : mostCategories;
    const repeated = counts.size <= Math.min(most, values / 2);
    return repeated ? 'category' : 'text';
  }

  return {
    add(cell) {
      rows++;
      if (isMissing(cell)) {
        missing++;
        rowNumber = false;
        return;
      }
      const trimmed = cell.trim();
      const number = parseNumber(trimmed);
      // Beyond 3.4e38 a float32 is infinite, and the reader takes it for no number.
      if (number === null || !Number.isFinite(Math.fround(number))) {
        words++;
        word ??= trimmed;
      } else if (!Number.isInteger(number)) fraction = true;
      if (number === null && /^[+-]?\d+,\d+$/.test(trimmed)) decimalComma ??= trimmed;
      rowNumber &&= number !== null && (before === null ? number === 0 || number === 1 : number === before + 1);
      before = number;
      const name = number === null ? trimmed : String(number);
      if (counts.size <= mostCounted) counts.set(name, (counts.get(name) ?? 0) + 1);
    },
    facts: (position, ref) => ({
      ref,
      position,
      kind: kind(),
      whole: words === 0 && !fraction,
      missing,
      distinct: counts.size,
      counts: counts.size > mostCounted ? new Map() : new Map([...counts].sort(([, a], [, b]) => b - a)),
      rowNumber: rowNumber && rows > 1,
      decimalComma,
      words,
      word,
      mixed: words > 0 && fraction,
    }),
  };
}
