import { parseNumber } from '../../base/numbers.js';

/** The different values of one column, numbered as they come. */
export interface ColumnNames {
  /** @returns the number of this value, counted from 0 in the order in which values were first seen */
  readonly add: (cell: string) => number;
  readonly size: () => number;
  readonly clear: () => void;
  /** All values in order, and the place in it of each number. */
  readonly sorted: () => { readonly names: string[]; readonly places: Int32Array };
}

/** Values are sorted by code unit, or as numbers where all of them are; 1 and 1.0 are one. */
export function collectNames(): ColumnNames {
  const known = new Map<string, number>();
  let text = false;
  return {
    add(cell) {
      const number = parseNumber(cell);
      text ||= number === null;
      const name = number === null ? cell : String(number);
      const code = known.get(name);
      if (code !== undefined) return code;
      known.set(name, known.size);
      return known.size - 1;
    },
    size: () => known.size,
    clear: () => known.clear(),
    sorted() {
      const names = text ? [...known.keys()].sort() : [...known.keys()].sort((a, b) => Number(a) - Number(b));
      const places = new Int32Array(names.length);
      names.forEach((name, place) => {
        places[known.get(name)!] = place;
      });
      return { names, places };
    },
  };
}
