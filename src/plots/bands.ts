import { safeText } from '../base/text.js';
import type { Band, Figure, Span } from './figure.js';
import type { Grid } from './grid.js';
import type { LegendEntry } from './legend.js';
import { resample } from './resample.js';
import { type Scale, scales } from './scale.js';
import type { Symbols } from './symbols.js';
import type { XAxis } from './x-axis.js';
import type { YAxis } from './y-axis.js';

/** Fills all bands, below everything else. Returns the legend. */
export function drawBands(grid: Grid, figure: Figure, x: XAxis, y: YAxis, { shade }: Symbols): LegendEntry[] {
  const bands = drawable(figure);
  for (const band of bands) {
    for (const { column, from, to } of columnsOf(band, x, y, scales[figure.y.scale])) {
      for (let row = from; row <= to; row++) grid.put(column, row, { character: shade, style: 'faint' });
    }
  }
  return bands.map(({ label }) => ({ sign: shade.repeat(2), label: safeText(label), style: 'faint' }));
}

/** Shades of several would hide each other: there, the points of each have to do. */
const drawable = ({ bands = [] }: Figure): readonly Band[] => (bands.length === 1 ? bands : []);

/** The rows of the band in every column where it has both ends. */
function columnsOf({ label, x: at, low, high }: Band, x: XAxis, y: YAxis, scale: Scale) {
  const [bottom, top] = [0, y.rows - 1];
  const within = (row: number) => Math.max(bottom, Math.min(top, Math.round(row)));
  const side = (values: readonly number[], lowest: number, highest: number) => {
    const shown = values.map((value) => Math.max(lowest, Math.min(highest, value)));
    return resample({ label, x: at, y: shown, weight: 'normal' }, x.toEdge, scale, x.columns).at;
  };
  const [lowest, highest] = y.whole;
  const [lows, highs] = [side(low, lowest, highest), side(high, lowest, highest)];
  return Array.from({ length: x.columns }, (_, column) => ({
    column,
    from: y.toRow(lows[column]!),
    to: y.toRow(highs[column]!),
  }))
    .filter(({ from, to }) => !Number.isNaN(from + to) && from <= top + 0.5 && to >= bottom - 0.5)
    .map(({ column, from, to }) => ({ column, from: within(from), to: within(to) }));
}

/** The columns that a span covers. */
export function spannedColumns(spans: readonly Span[], { toColumn }: XAxis): ReadonlySet<number> {
  return new Set(
    spans.flatMap(({ from, to }) => {
      const [first, last] = [toColumn(from), toColumn(to)];
      return Number.isNaN(first + last) ? [] : Array.from({ length: last - first + 1 }, (_, i) => first + i);
    }),
  );
}

/** The legend of the spans. */
export const spanEntries = (spans: readonly Span[], { axis }: Symbols): LegendEntry[] =>
  spans.map(({ label }) => ({ sign: axis.span.repeat(2), label: safeText(label), style: 'mark' }));
