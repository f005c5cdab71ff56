import { userError } from '../../base/errors.js';
import { shownText } from '../../base/shown.js';
import { checkMemory } from '../limits.js';
import { type ColumnNames, collectNames } from './csv-names.js';

/** More different values than this are no categories, but names or free text. */
const mostCategories = 1000;

/** Numbers the values of one column while the rows are read. */
export interface CategoryColumn {
  readonly add: (cell: string) => number;
  readonly names: ColumnNames;
}

/** @throws LrToolError DATA_CATEGORY for more than 1000 different values */
export function categoryColumn(name: string, path: string): CategoryColumn {
  const names = collectNames();
  return {
    names,
    add(cell) {
      const code = names.add(cell.trim());
      if (code < mostCategories) return code;
      throw userError(
        'DATA_CATEGORY',
        `${path}: column '${shownText(name)}' has more than ${mostCategories} different values, too many for inputs of 0 and 1`,
        { hint: `leave it out with ignore: ['${shownText(name)}']` },
      );
    },
  };
}

/**
 * Puts in the place of each column of categories as many inputs as it has values: 1 for the value of the row, 0 for the
 * others, in the order of `ColumnNames`. A gap is 0 in all of them.
 *
 * @param values row by row; a category is its number, or NaN where it is missing
 * @param columns one for each input as read; null for numbers
 * @throws LrToolError DATA_TOO_LARGE
 */
export function spreadCategories(
  values: Float32Array,
  columns: readonly (CategoryColumn | null)[],
  path: string,
): { readonly values: Float32Array; readonly width: number } {
  if (columns.every((column) => column === null)) return { values, width: columns.length };
  const places = columns.map((column) => column?.names.sorted().places ?? null);
  const width = places.reduce((sum, place) => sum + (place?.length ?? 1), 0);
  const rows = values.length / columns.length;
  checkMemory(4 * rows * width, path);
  const spread = new Float32Array(rows * width);
  for (let row = 0, from = 0, to = 0; row < rows; row++) {
    for (const place of places) {
      const value = values[from++]!;
      if (place === null) spread[to] = value;
      else if (!Number.isNaN(value)) spread[to + place[value]!] = 1;
      to += place?.length ?? 1;
    }
  }
  return { values: spread, width };
}
