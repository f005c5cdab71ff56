import type { Series } from '../figure.js';
import { numberText } from '../markup.js';
import type { Plane } from './plane.js';

/** A point on the drawing; y is NaN at a gap. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** The points that the x axis has a place for, in drawing order. */
export function* spotsOf({ x, y }: Pick<Series, 'x' | 'y'>, { toX, toY }: Plane): Generator<Spot> {
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const at = toX(x[i]!);
    if (!Number.isNaN(at)) yield { x: at, y: toY(y[i]!) };
  }
}

/**
 * A line through the points, torn at gaps; a point between two gaps is a dot. Of many points within half a pixel the
 * first, lowest, highest and last are enough for the same picture.
 */
export function linePath(series: Pick<Series, 'x' | 'y'>, plane: Plane): string {
  let path = '';
  let column: Column | null = null;
  let torn = true;
  let dot: Spot | null = null;
  const to = (spot: Spot) => {
    path += `${torn ? 'M' : 'L'}${numberText(spot.x)} ${numberText(spot.y)}`;
    dot = torn ? spot : null;
    torn = false;
  };
  const flush = () => {
    if (column !== null) for (const spot of tellingOf(column)) to(spot);
    column = null;
  };
  const tear = () => {
    flush();
    if (dot !== null) path += 'h0';
    dot = null;
    torn = true;
  };
  for (const spot of spotsOf(series, plane)) {
    if (Number.isNaN(spot.y)) {
      tear();
      continue;
    }
    const key = Math.round(spot.x * 2);
    if (column === null || column.key !== key) {
      flush();
      column = { key, first: spot, low: spot, high: spot, last: spot, count: 0 };
    }
    add(column, spot);
  }
  tear();
  return path;
}

interface Column {
  readonly key: number;
  readonly first: Spot;
  low: Spot;
  high: Spot;
  last: Spot;
  count: number;
}

function add(column: Column, spot: Spot): void {
  if (spot.y < column.high.y) column.high = spot;
  if (spot.y > column.low.y) column.low = spot;
  column.last = spot;
  column.count++;
}

function tellingOf({ first, low, high, last }: Column): Spot[] {
  const between = low.x <= high.x ? [low, high] : [high, low];
  return [first, ...between, last].filter((spot, i, all) => spot !== all[i - 1]);
}

/** Points as dots of a line with round ends; one for all that fall on the same square of `grain` pixels. */
export function dotsPath(spots: Iterable<Spot>, grain: number): string {
  const seen = new Set<number>();
  let path = '';
  for (const { x, y } of spots) {
    const key = Math.round(x / grain) * 1e6 + Math.round(y / grain);
    if (Number.isNaN(y) || seen.has(key)) continue;
    seen.add(key);
    path += `M${numberText(x)} ${numberText(y)}h0`;
  }
  return path;
}
