import type { Figure, Series } from '../figure.js';
import type { TableColumn } from '../page.js';
import { shortNumber } from '../ticks.js';

/** The numbers of a figure as a table. */
export interface Values {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly string[])[];
  /** How many rows there would be. */
  readonly all: number;
}

/** More rows than this are thinned out: nobody reads them, and the report has them all. */
const mostRows = 200;

/** A row for each x of the lines, with their values there; of many, evenly chosen ones with the first and the last. */
export function valuesOf({ x, y, series }: Figure): Values {
  const lines = series.filter(({ weight }) => weight === 'normal');
  const places = [...new Set(lines.flatMap((line) => line.x.slice(0, line.y.length)))].sort((a, b) => a - b);
  const shown = evenly(places, mostRows);
  const wanted = new Set(shown);
  const lookups = lines.map((line) => byPlace(line, wanted));
  return {
    columns: [x.label || 'x', ...lines.map(({ label }) => label || y.label)].map((name) => ({ name, align: 'right' })),
    rows: shown.map((place) => [
      shortNumber(place),
      ...lookups.map((values) => {
        const value = values.get(place);
        return value === undefined ? '' : Number.isFinite(value) ? String(Number(value.toPrecision(5))) : String(value);
      }),
    ]),
    all: places.length,
  };
}

function byPlace({ x, y }: Series, wanted: ReadonlySet<number>): ReadonlyMap<number, number> {
  const values = new Map<number, number>();
  for (let i = 0; i < Math.min(x.length, y.length); i++) if (wanted.has(x[i]!)) values.set(x[i]!, y[i]!);
  return values;
}

function evenly<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]!);
}
