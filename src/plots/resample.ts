import type { Series } from './figure.js';
import type { Scale } from './scale.js';

/** A series brought to the columns of a drawing. Edge k is the left side of column k; there are columns + 1 edges. */
export interface Edges {
  /** Position on the y axis; NaN where there is nothing to draw. */
  readonly at: Float64Array;
  /** 1 where the series has points without a place on the y axis (NaN, infinite), and no others. */
  readonly broken: Uint8Array;
}

/**
 * One y position per column edge. Of the points nearest to an edge the one farthest from its neighbours' mean is taken,
 * so that a spike of one point in a million stays; edges between two points are interpolated; a point that is not finite
 * makes a gap.
 *
 * @param toEdge x value -> edge number, not rounded; NaN leaves the point out
 */
export function resample(series: Series, toEdge: (x: number) => number, y: Scale, columns: number): Edges {
  const bins = Array.from({ length: columns + 1 }, (): Bin => ({ low: 0, high: 0, mean: Number.NaN, count: 0 }));
  const broken = new Uint8Array(columns + 1);
  let before: Place | null = null;
  for (const place of inOrder(series, toEdge, y)) {
    const edge = Math.round(place.u);
    if (Number.isNaN(place.v)) {
      broken[edge] = 1;
      before = null;
      continue;
    }
    if (before !== null) interpolate(bins, before, place);
    add(bins[edge]!, place.v);
    before = place;
  }
  const at = Float64Array.from(bins, (bin, k) => mostTelling(bin, bins[k - 1], bins[k + 1]));
  return { at, broken: broken.map((flag, k) => (bins[k]!.count === 0 ? flag : 0)) };
}

interface Place {
  /** Edge number, not rounded. */
  readonly u: number;
  /** Position on the y axis. */
  readonly v: number;
}

interface Bin {
  low: number;
  high: number;
  /** NaN in an empty bin. */
  mean: number;
  count: number;
}

/** The points that the x axis can show, from left to right. */
function* inOrder({ x, y }: Series, toEdge: (x: number) => number, scale: Scale): Generator<Place> {
  const length = Math.min(x.length, y.length);
  const ascending = x.every((value, i) => i === 0 || value >= x[i - 1]!);
  const order = ascending ? null : Array.from({ length }, (_, i) => i).sort((a, b) => x[a]! - x[b]!);
  for (let k = 0; k < length; k++) {
    const i = order === null ? k : order[k]!;
    const u = toEdge(x[i]!);
    if (!Number.isNaN(u)) yield { u, v: scale.position(y[i]!) };
  }
}

function interpolate(bins: readonly Bin[], from: Place, to: Place): void {
  for (let edge = Math.round(from.u) + 1; edge < Math.round(to.u); edge++) {
    add(bins[edge]!, from.v + (to.v - from.v) * ((edge - from.u) / (to.u - from.u)));
  }
}

function add(bin: Bin, v: number): void {
  bin.low = bin.count === 0 ? v : Math.min(bin.low, v);
  bin.high = bin.count === 0 ? v : Math.max(bin.high, v);
  bin.mean = bin.count === 0 ? v : bin.mean + (v - bin.mean) / (bin.count + 1); // a sum could overflow
  bin.count++;
}

function mostTelling(bin: Bin, left: Bin | undefined, right: Bin | undefined): number {
  if (bin.count === 0) return Number.NaN;
  const around = [left, right].flatMap((side) => (side !== undefined && side.count > 0 ? [side.mean] : []));
  const expected = around.length === 0 ? bin.mean : around.reduce((sum, mean) => sum + mean / around.length, 0);
  return bin.high - expected >= expected - bin.low ? bin.high : bin.low;
}
