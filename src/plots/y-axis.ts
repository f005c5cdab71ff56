import type { Figure } from './figure.js';
import { type Edges, resample } from './resample.js';
import { type Extent, extentOf, type Scale, scales, widened } from './scale.js';
import { multiplesWithin, niceSteps, tickLabels } from './ticks.js';
import type { XAxis } from './x-axis.js';

/** The y axis of a drawing: rows counted from the bottom. */
export interface YAxis {
  readonly rows: number;
  /** Ascending. */
  readonly ticks: readonly { readonly row: number; readonly label: string }[];
  /** Position -> row, not rounded; below 0 or above rows - 1: cut off. */
  readonly toRow: (position: number) => number;
  /** The lowest and the highest value of the series. */
  readonly whole: readonly [number, number];
}

type Layout = Omit<YAxis, 'whole'>;

/**
 * The y axis for the series of a figure. Where outliers would flatten the rest, it ends before them: at `clipAbove` of
 * the axis; and where the values span more than 10 times what lies within Tukey's fences (quartiles -+ 1.5 interquartile
 * ranges, counted by columns), at the fences, unless the axis is `whole`.
 */
export function layoutY({ y: axis, series }: Figure, x: XAxis, height: number): YAxis {
  const scale = scales[axis.scale];
  const sampled = series.map((one) => resample(one, x.toEdge, scale, x.columns));
  const whole = extentOf(
    series.map(({ y }) => y),
    scale,
  ) ?? { low: scale.position(1), high: scale.position(1) };
  const ceiling = axis.clipAbove === undefined ? Infinity : scale.position(axis.clipAbove);
  const lowered = ceiling > whole.low ? { low: whole.low, high: Math.min(whole.high, ceiling) } : whole;
  const shown = widened(axis.whole ? lowered : withinFences(lowered, sampled), scale, 1); // noise in the 4th digit is flat
  const layout = axis.scale === 'linear' ? alignedTicks(shown, height) : nearestTicks(shown, height, scale);
  return { ...layout, whole: [scale.value(whole.low), scale.value(whole.high)] };
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

/** Ticks exactly on rows: the step and the rows per step that leave the data the most rows. */
function alignedTicks({ low, high }: Extent, height: number): Layout {
  const magnitude = Math.max(Math.abs(low), Math.abs(high));
  const steps = niceSteps((high - low) / (height - 1), magnitude, 12);
  const layouts = steps.flatMap((step) => {
    const bottom = Math.floor(low / step + 1e-9);
    const intervals = Math.max(1, Math.ceil(high / step - 1e-9) - bottom);
    const rowsPerStep = Math.floor((height - 1) / intervals);
    if (rowsPerStep < 1) return [];
    const used = rowsPerStep * ((high - low) / step);
    return [{ step, bottom, intervals, rowsPerStep, score: used * legibility(intervals, rowsPerStep) }];
  });
  const best = layouts.reduce((a, b) => (b.score > a.score ? b : a));
  const { step, bottom, intervals, rowsPerStep } = best;
  const ticks = multiplesWithin(bottom * step, (bottom + intervals) * step, step);
  const labels = tickLabels(ticks, 'linear');
  return {
    rows: intervals * rowsPerStep + 1,
    ticks: labels.map((label, i) => ({ row: i * rowsPerStep, label })),
    toRow: (position) => (position / step - bottom) * rowsPerStep,
  };
}

/** Fewer than 3 intervals say too little, a label on every row too much. */
const legibility = (intervals: number, rowsPerStep: number) =>
  (intervals >= 3 ? 1 : 0.7) * (rowsPerStep >= 2 ? 1 : 0.6);

/** Ticks on the rows nearest to them, for axes where equal steps are not equal distances. */
function nearestTicks({ low, high }: Extent, height: number, scale: Scale): Layout {
  const toRow = (position: number) => ((position - low) / (high - low)) * (height - 1);
  const ticks = scale.ticks(scale.value(low), scale.value(high), Math.max(2, Math.floor(height / 2)));
  const labels = tickLabels(ticks, 'log');
  return {
    rows: height,
    ticks: ticks.map((tick, i) => ({ row: Math.round(toRow(scale.position(tick))), label: labels[i]! })),
    toRow,
  };
}
