import type { Figure } from './figure.js';
import { type Edges, resample } from './resample.js';
import { type Extent, extentOf, scales, widened } from './scale.js';

/** What the x axis of a drawing says about its columns. */
export interface Columns {
  readonly columns: number;
  readonly toEdge: (x: number) => number;
}

/** Positions on the y axis: what a drawing shows, and all that there is. */
export interface YExtent {
  readonly shown: Extent;
  readonly whole: Extent;
}

/**
 * What of the y axis is worth showing. Where outliers would flatten the rest, it ends before them: at `clipAbove` of the
 * axis; of a figure that says nothing of its outliers, where the values span more than 10 times what lies within Tukey's fences
 * (quartiles -+ 1.5 interquartile ranges, counted by columns), at the fences, unless the axis is `whole`. A figure that does
 * knows its own: the fall of a range test is short beside its flat beginning, and what it is drawn for.
 */
export function yExtent({ y: axis, series }: Figure, { columns, toEdge }: Columns): YExtent {
  const scale = scales[axis.scale];
  const sampled = series.map((one) => resample(one, toEdge, scale, columns));
  const whole = extentOf(
    series.map(({ y }) => y),
    scale,
  ) ?? { low: scale.position(1), high: scale.position(1) };
  const ceiling = axis.clipAbove === undefined ? Infinity : scale.position(axis.clipAbove);
  const lowered = ceiling > whole.low ? { low: whole.low, high: Math.min(whole.high, ceiling) } : whole;
  const told = axis.whole || axis.clipAbove !== undefined;
  const shown = widened(told ? lowered : withinFences(lowered, sampled), scale, 1); // noise in the 4th digit is flat
  return { shown, whole };
}

function withinFences(extent: Extent, sampled: readonly Edges[]): Extent {
  const positions = sampled.flatMap(({ at }) => Array.from(at).filter((position) => !Number.isNaN(position)));
  positions.sort((a, b) => a - b);
  const quartile = (part: number) => positions[Math.round((positions.length - 1) * part)]!;
  if (positions.length < 8) return extent;
  const reach = 1.5 * (quartile(0.75) - quartile(0.25));
  const low = Math.max(extent.low, quartile(0.25) - reach);
  const high = Math.min(extent.high, quartile(0.75) + reach);
  return reach > 0 && extent.high - extent.low > 10 * (high - low) ? { low, high } : extent;
}
