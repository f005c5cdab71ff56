import { fitText, textWidth } from '../base/text.js';
import type { Grid } from './grid.js';
import type { Paint } from './paint.js';
import type { Symbols } from './symbols.js';
import type { YAxis } from './y-axis.js';

/** What all parts of a drawing share. */
export interface Frame {
  /** Columns that no line exceeds. */
  readonly width: number;
  /** Column of the y axis; the plot begins right of it. */
  readonly left: number;
  readonly symbols: Symbols;
  readonly paint: Paint;
}

/** The rows of the plot behind the y axis and its labels. */
export function drawRows(grid: Grid, { ticks, rows }: YAxis, { left, symbols: { axis }, paint }: Frame): string[] {
  const names = new Map(ticks.map(({ row, label }) => [row, label]));
  return grid.render(paint).map((line, i) => {
    const name = names.get(rows - 1 - i);
    const label = (name ?? '').padStart(left - 1);
    return paint('axis', `${label} ${name === undefined ? axis.vertical : axis.yTick}`) + line;
  });
}

/** The name of the x axis, below the middle of the plot; no line where it has none. */
export function drawXLabel(label: string, { width, left, symbols, paint }: Frame): string[] {
  const name = fitText(label, width, symbols.ellipsis);
  const free = width - left - textWidth(name);
  return name === '' ? [] : [paint('axis', ' '.repeat(free > 0 ? left + Math.floor(free / 2) : 0) + name)];
}
