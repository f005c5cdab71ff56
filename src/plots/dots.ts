import type { Series } from './figure.js';
import type { Grid } from './grid.js';
import type { Omissions } from './omissions.js';
import type { Style } from './paint.js';
import type { Scale } from './scale.js';
import type { Symbols } from './symbols.js';
import type { XAxis } from './x-axis.js';
import type { YAxis } from './y-axis.js';

export interface DotsLook {
  readonly x: XAxis;
  readonly y: YAxis;
  readonly scale: Scale;
  readonly dot: string;
  readonly style: Style;
  readonly symbols: Symbols;
}

/** Draws every point as a dot; those that leave the axis as a sign on its last row. */
export function drawDots(grid: Grid, series: Series, { x, y, scale, dot, style, symbols }: DotsLook): Omissions {
  const top = y.rows - 1;
  const omissions = { above: false, below: false, broken: false };
  for (let i = 0; i < Math.min(series.x.length, series.y.length); i++) {
    const column = x.toColumn(series.x[i]!);
    const row = Math.round(y.toRow(scale.position(series.y[i]!)));
    if (Number.isNaN(column + row)) continue;
    const character = row > top ? symbols.above : row < 0 ? symbols.below : dot;
    omissions.above ||= row > top;
    omissions.below ||= row < 0;
    grid.put(column, Math.max(0, Math.min(top, row)), { character, style });
  }
  return omissions;
}
