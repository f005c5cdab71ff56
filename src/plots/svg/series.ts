import type { Band, Figure, Series } from '../figure.js';
import { element, leaf, type Markup, numberText } from '../markup.js';
import { dotsPath, linePath, spotsOf } from './path.js';
import type { Plane } from './plane.js';
import { dashes } from './theme.js';

/** A series with its number among those of its weight. */
export interface Layer {
  readonly series: Series;
  readonly index: number;
}

export function layersOf({ series }: Figure): Layer[] {
  const seen = { normal: 0, faint: 0 };
  return series.map((one) => ({ series: one, index: seen[one.weight]++ }));
}

/** Colours and patterns take turns. */
export const turn = (index: number): number => index % dashes.length;

/** How a line looks, without its colour. */
export const strokeOf = (index: number) => ({
  class: `s${turn(index)}`,
  'stroke-width': 2,
  'stroke-linejoin': 'round',
  'stroke-linecap': 'round',
  'stroke-dasharray': dashes[turn(index)] || undefined,
});

export const dotStroke = { class: 'fd', 'stroke-width': 4, 'stroke-linecap': 'round' } as const;

/** Too small to be seen: resvg ends the process where all that is in a clipped group lies outside of the picture. */
const anchor = leaf('rect', { class: 'bg', width: 0.01, height: 0.01 });

/** Bands, faint series as dots, then the lines, the first on top. */
export function drawSeries(figure: Figure, plane: Plane, clip: string): Markup {
  const layers = layersOf(figure);
  const lines = layers.filter(({ series }) => series.weight === 'normal');
  return element(
    'g',
    { 'clip-path': `url(#${clip})` },
    anchor,
    (figure.bands ?? []).map((band) => drawBand(band, lines, plane)),
    layers.filter(({ series }) => series.weight === 'faint').map(({ series }) => drawDots(series, plane)),
    lines.toReversed().map(({ series, index }) => leaf('path', { ...strokeOf(index), d: linePath(series, plane) })),
  );
}

function drawDots(series: Series, plane: Plane): Markup {
  const grain = series.x.length > 2000 ? 4 : 1;
  return leaf('path', { ...dotStroke, d: dotsPath(spotsOf(series, plane), grain) });
}

/** The class of a band: the colour of its series, or grey. */
export function bandClass(band: Band, lines: readonly Layer[]): string {
  const owner = lines.find(({ series }) => series.label === band.of);
  return owner === undefined ? 'fb' : `b${turn(owner.index)}`;
}

function drawBand(band: Band, lines: readonly Layer[], plane: Plane): Markup {
  return leaf('path', { class: bandClass(band, lines), d: bandPath(band, plane) });
}

/** A closed shape for each stretch without gaps: along the high ends, back along the low ones. */
function bandPath({ x, low, high }: Band, { toX, toY, plotHeight }: Plane): string {
  const edge = (value: number) => (Math.abs(value) === Infinity ? (value > 0 ? 0 : plotHeight) : toY(value));
  let path = '';
  let stretch: { x: number; low: number; high: number }[] = [];
  const close = () => {
    const upper = stretch.map((spot) => `${numberText(spot.x)} ${numberText(spot.high)}`);
    const lower = stretch.toReversed().map((spot) => `${numberText(spot.x)} ${numberText(spot.low)}`);
    if (stretch.length > 1) path += `M${[...upper, ...lower].join('L')}Z`;
    stretch = [];
  };
  for (let i = 0; i < x.length; i++) {
    const spot = { x: toX(x[i]!), low: edge(low[i]!), high: edge(high[i]!) };
    const last = stretch.at(-1);
    if (Number.isNaN(spot.x + spot.low + spot.high)) close();
    else if (last === undefined || spot.x - last.x >= 0.5) stretch.push(spot);
    else {
      last.low = Math.max(last.low, spot.low);
      last.high = Math.min(last.high, spot.high);
    }
  }
  close();
  return path;
}
