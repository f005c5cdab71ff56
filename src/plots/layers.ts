import { safeText } from '../base/text.js';
import { drawDots } from './dots.js';
import type { Figure, Series } from './figure.js';
import type { Grid } from './grid.js';
import type { LegendEntry } from './legend.js';
import { drawLine } from './line.js';
import { type Omissions, omissionEntries } from './omissions.js';
import { type Style, seriesStyle } from './paint.js';
import { resample } from './resample.js';
import { scales } from './scale.js';
import { dotCharacter, lineCharacters, type Symbols } from './symbols.js';
import type { XAxis } from './x-axis.js';
import type { YAxis } from './y-axis.js';

/** A series with its look. */
interface Layer {
  readonly series: Series;
  /** Number among the series of its weight. */
  readonly index: number;
  readonly style: Style;
}

/** Draws all series, faint ones as dots below, the first of the others on top. Returns the legend. */
export function drawSeries(grid: Grid, figure: Figure, x: XAxis, y: YAxis, symbols: Symbols): LegendEntry[] {
  const scale = scales[figure.y.scale];
  const layers = layersOf(figure);
  const omissions: Omissions[] = [];
  for (const { series, index, style } of layers.filter(isFaint)) {
    omissions.push(drawDots(grid, series, { x, y, scale, dot: dotCharacter(symbols, index), style, symbols }));
  }
  for (const { series, index, style } of layers.filter((layer) => !isFaint(layer)).toReversed()) {
    const edges = resample(series, x.toEdge, scale, x.columns);
    omissions.push(drawLine(grid, edges, y, { characters: lineCharacters(symbols, index), style, symbols }));
  }
  return [...layers.map((layer) => entryOf(layer, symbols)), ...omissionEntries(omissions, y, symbols)];
}

function layersOf({ series }: Figure): Layer[] {
  const seen = { normal: 0, faint: 0 };
  return series.map((one) => {
    const index = seen[one.weight]++;
    return { series: one, index, style: one.weight === 'faint' ? 'faint' : seriesStyle(index) };
  });
}

const isFaint = ({ series }: Layer) => series.weight === 'faint';

function entryOf(layer: Layer, symbols: Symbols): LegendEntry {
  const { series, index, style } = layer;
  const sign = isFaint(layer) ? dotCharacter(symbols, index) : lineCharacters(symbols, index)[0].repeat(2);
  return { sign, label: safeText(series.label), style };
}
