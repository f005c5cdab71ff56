import type { Figure } from '../figure.js';
import { element, leaf, type Markup } from '../markup.js';
import { shortNumber } from '../ticks.js';
import { fitted, lengthOf } from './lettering.js';
import type { Plane } from './plane.js';
import { type Layer, layersOf, turn } from './series.js';

/** More stops than this would be narrower than a pointer is steady. */
const mostStops = 120;

interface Reading {
  readonly label: string;
  readonly value: number;
  readonly y: number;
  /** Class of the point; null for values of faint series. */
  readonly point: string | null;
}

interface Stop {
  readonly x: number;
  readonly value: number;
  readonly readings: readonly Reading[];
}

/**
 * What pointing at the plot shows: strips side by side, each with a hidden box of the values there, which a style sheet
 * shows while its strip is pointed at. So no script is needed, and a page may forbid them all.
 */
export function drawStops(figure: Figure, plane: Plane): Markup[] {
  const stops = stopsOf(figure, plane);
  return stops.map((stop, i) => {
    const from = i === 0 ? 0 : (stops[i - 1]!.x + stop.x) / 2;
    const to = i === stops.length - 1 ? plane.plotWidth : (stop.x + stops[i + 1]!.x) / 2;
    const strip = { class: 'hit', x: from, y: 0, width: Math.max(0.5, to - from), height: plane.plotHeight };
    return element('g', { class: 'stop' }, leaf('rect', strip), drawTip(stop, figure, plane));
  });
}

function stopsOf(figure: Figure, plane: Plane): Stop[] {
  const readable = layersOf(figure).filter(({ series }) => isAscending(series.x));
  const wanted = new Map<number, number>(); // column -> x value
  const grain = plane.plotWidth / Math.min(mostStops, Math.floor(plane.plotWidth / 4));
  for (const { series } of stepsOver(readable)) {
    for (const x of series.x) {
      const at = plane.toX(x);
      if (!Number.isNaN(at) && !wanted.has(Math.round(at / grain))) wanted.set(Math.round(at / grain), x);
    }
  }
  return [...wanted.values()]
    .map((value): Stop => {
      const x = plane.toX(value);
      const readings = readable.flatMap(({ series, index }): Reading[] => {
        const i = nearest(series.x, value);
        const y = series.y[i];
        if (y === undefined || !(Math.abs(plane.toX(series.x[i]!) - x) <= grain / 2)) return [];
        const point = series.weight === 'normal' ? `p${turn(index)}` : null;
        return [{ label: series.label, value: y, y: plane.toY(y), point }];
      });
      return { x, value, readings };
    })
    .filter(({ readings }) => readings.length > 0)
    .sort((a, b) => a.x - b.x);
}

/** The lines, at whose points there is a stop; the dots where there are no lines. */
function stepsOver(layers: readonly Layer[]): readonly Layer[] {
  const lines = layers.filter(({ series }) => series.weight === 'normal');
  return lines.length > 0 ? lines : layers;
}

function isAscending(values: readonly number[]): boolean {
  for (let i = 1; i < values.length; i++) if (!(values[i]! > values[i - 1]!)) return false;
  return values.length > 0;
}

/** Index of the value nearest to the one sought, in ascending values. */
function nearest(values: readonly number[], sought: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < sought) low = middle + 1;
    else high = middle;
  }
  return low > 0 && sought - values[low - 1]! < values[low]! - sought ? low - 1 : low;
}

function drawTip({ x, value, readings }: Stop, figure: Figure, plane: Plane): Markup {
  const { plotWidth, plotHeight, font } = plane;
  const name = figure.x.label.replace(/ \(log\)$/, '');
  const lines = [
    `${name} ${shortNumber(value)}`,
    ...readings.map(
      (reading) =>
        `${reading.label} ${Number.isFinite(reading.value) ? Number(reading.value.toPrecision(4)) : reading.value}`,
    ),
  ].map((line) => fitted(line, plotWidth * 0.7, font));
  const line = font * 1.45;
  const width = Math.max(...lines.map((text) => lengthOf(text, font))) + 20;
  const height = lines.length * line + 10;
  const left = x + 12 + width <= plotWidth ? x + 12 : Math.max(-plane.left, x - 12 - width);
  const tops = readings.filter(({ y, point }) => point !== null && y >= 0 && y <= plotHeight);
  return element(
    'g',
    { class: 'tip' },
    leaf('path', { class: 'axis', 'stroke-width': 1, d: `M${x.toFixed(1)} 0V${plotHeight}` }),
    tops.map(({ y, point }) => leaf('circle', { class: point!, 'stroke-width': 2, cx: x, cy: y, r: 4.5 })),
    leaf('rect', { class: 'box', x: left, y: 4, width, height, rx: 5 }),
    lines.map((text, i) =>
      element('text', { class: i === 0 ? 'm' : 't', 'font-size': font, x: left + 10, y: 4 + (i + 1) * line }, text),
    ),
  );
}
