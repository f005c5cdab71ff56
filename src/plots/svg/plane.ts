import { axisTicks } from '../axis-ticks.js';
import type { Axis, Figure } from '../figure.js';
import { type Extent, type Scale, scales } from '../scale.js';
import { xExtent } from '../x-extent.js';
import { yExtent } from '../y-extent.js';
import { lengthOf } from './lettering.js';

/** How large a drawing is, in its own units: pixels, where it is not scaled. */
export interface Size {
  readonly width: number;
  /** Of the plot, without axis and labels. */
  readonly plotHeight: number;
  readonly font: number;
}

export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** The field in which points have places, its origin at the upper left corner of the plot. */
export interface Plane extends Size {
  /** Room for the labels of the y axis. */
  readonly left: number;
  readonly plotWidth: number;
  /** NaN where the axis has no place for the value. */
  readonly toX: (value: number) => number;
  /** Above 0 or below the height: cut off. NaN where there is no place. */
  readonly toY: (value: number) => number;
  readonly xTicks: readonly Tick[];
  /** Places of ticks between those that are named. */
  readonly xMinor: readonly number[];
  readonly yTicks: readonly Tick[];
  /** The lowest and the highest value of the series. */
  readonly whole: readonly [number, number];
}

/** Columns by which outliers are told. */
const columns = 200;
/** Room on the right, for half of the last label. */
const right = 16;
/** Coordinates farther out than this would be lost in the digits of a renderer. */
const farthest = 20_000;

/** The plane of a figure; null where its x axis can show nothing. */
export function planeOf(figure: Figure, size: Size): Plane | null {
  const extent = xExtent(figure);
  if (extent === null) return null;
  const [xScale, yScale] = [scales[figure.x.scale], scales[figure.y.scale]];
  const part = partIn(extent, xScale);
  const { shown, whole } = yExtent(figure, { columns, toEdge: (x) => part(x) * columns });
  const padded = withAir(shown, figure.y.scale);
  const up = partIn(padded, yScale);
  const { width, plotHeight, font } = size;
  const toY = (value: number) => Math.max(-farthest, Math.min(farthest, plotHeight * (1 - up(value))));
  const yTicks = ticksOf(padded, figure.y, Math.floor(plotHeight / (3 * font)), toY);
  const left = Math.ceil(Math.max(0, ...yTicks.map(({ label }) => lengthOf(label, font)))) + 14;
  const plotWidth = width - left - right;
  const toX = (value: number) => part(value) * plotWidth;
  const xTicks = ticksOf(extent, figure.x, Math.floor(plotWidth / (4.2 * font)), toX);
  return {
    ...size,
    left,
    plotWidth,
    toX,
    toY,
    xTicks,
    xMinor: figure.x.scale === 'log' ? minorTicks(extent, xScale, xTicks, toX) : [],
    yTicks,
    whole: [yScale.value(whole.low), yScale.value(whole.high)],
  };
}

const partIn =
  ({ low, high }: Extent, { position }: Scale) =>
  (value: number) =>
    (position(value) - low) / (high - low);

/** A little room above and below, but none below 0 for values that are not. */
function withAir({ low, high }: Extent, scale: 'linear' | 'log'): Extent {
  const air = (high - low) * 0.06;
  return { low: scale === 'linear' && low >= 0 && low < air ? 0 : low - air, high: high + air };
}

function ticksOf({ low, high }: Extent, axis: Axis, most: number, place: (value: number) => number): Tick[] {
  const { value } = scales[axis.scale];
  const ticks = axisTicks(axis, value(low), value(high), Math.max(2, most));
  return ticks.map((tick) => ({ at: place(tick.value), label: tick.label }));
}

/** 1, 2 and 5 of every decade, as far as they are not named and lie apart. */
function minorTicks({ low, high }: Extent, scale: Scale, named: readonly Tick[], toX: (value: number) => number) {
  const all = scale.ticks(scale.value(low), scale.value(high), 60).map(toX);
  return all.filter((at) => named.every((tick) => Math.abs(tick.at - at) > 1));
}
