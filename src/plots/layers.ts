import { safeText } from '../base/text.js';
import { brailleSample, dotsAcross, drawBraille } from './braille.js';
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
  const resampled = (series: Series, parts: number) =>
    resample(series, (value) => x.toEdge(value) * parts, scale, x.columns * parts);
  const omissions: Omissions[] = [];
  for (const { series, index, style } of layers.filter(isFaint)) {
    omissions.push(drawDots(grid, series, { x, y, scale, dot: dotCharacter(symbols, index), style, symbols }));
  }
  for (const { series, index, style } of layers.filter((layer) => !isFaint(layer)).toReversed()) {
    omissions.push(
      symbols.braille
        ? drawBraille(grid, resampled(series, dotsAcross), y, { series: index, style, symbols })
        : drawLine(grid, resampled(series, 1), y, { characters: lineCharacters(symbols, index), style, symbols }),
    );
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
  const line = () => (symbols.braille ? brailleSample(index) : lineCharacters(symbols, index)[0].repeat(2));
  const sign = isFaint(layer) ? dotCharacter(symbols, index) : line();
  return { sign, label: safeText(series.label), style };
}
