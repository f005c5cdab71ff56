import type { Figure } from './figure.js';
import { type Extent, type Scale, scales } from './scale.js';
import { multiplesWithin, niceSteps, tickLabels } from './ticks.js';
import type { XAxis } from './x-axis.js';
import { yExtent } from './y-extent.js';

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

/** The y axis for the series of a figure: what `yExtent` says, on rows. */
export function layoutY(figure: Figure, x: XAxis, height: number): YAxis {
  const { y: axis } = figure;
  const scale = scales[axis.scale];
  const { shown, whole } = yExtent(figure, x);
  const layout = axis.scale === 'linear' ? alignedTicks(shown, height) : nearestTicks(shown, height, scale);
  return { ...layout, whole: [scale.value(whole.low), scale.value(whole.high)] };
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
