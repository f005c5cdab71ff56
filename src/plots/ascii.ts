import { fitText, safeText } from '../base/text.js';
import { drawBands, spanEntries, spannedColumns } from './bands.js';
import type { Figure } from './figure.js';
import { drawRows, drawXLabel, type Frame } from './frame.js';
import { createGrid } from './grid.js';
import { drawSeries } from './layers.js';
import { drawHead } from './legend.js';
import { drawGuide, drawMarks, placeMarks } from './marks.js';
import { type Paint, plain } from './paint.js';
import { type SymbolSet, symbolSets } from './symbols.js';
import { drawXAxis, layoutX } from './x-axis.js';
import { layoutY } from './y-axis.js';

export interface AsciiOptions {
  /** Columns that no line exceeds; 20 or more. */
  readonly width: number;
  /** Rows of the plot at most, without axis and labels; 4 or more, default 16. */
  readonly height?: number;
  /** Colours; none by default. */
  readonly paint?: Paint;
  /** What lines are drawn with; those of box characters by default. ascii: no other characters, but for those in names. */
  readonly symbols?: SymbolSet;
}

/**
 * The figure as lines of text, joined by newlines. Any numbers can be drawn: values that are not finite are gaps with a
 * sign, outliers that would flatten the rest are cut off with a sign, spikes of a single point stay visible.
 *
 * @throws RangeError where width is below 20 or height below 4
 */
export function drawAscii(figure: Figure, options: AsciiOptions): string {
  const { width, height = 16, paint = plain, symbols = 'line' } = options;
  if (!(width >= 20 && height >= 4)) throw new RangeError(`width ${width} must be 20 or more, height ${height} 4`);
  const frame = { width, paint, symbols: symbolSets[symbols] };
  const title = fitText(safeText(figure.title), width, frame.symbols.ellipsis);
  const head = title === '' ? [] : [paint('title', title)];
  return [...head, ...drawBody(figure, height, frame)].map((line) => line.trimEnd()).join('\n');
}

function drawBody(figure: Figure, height: number, look: Omit<Frame, 'left'>): string[] {
  const { width, paint, symbols } = look;
  const draft = layoutX(figure, width);
  if (draft === null) return [paint('warning', 'no points to draw')];
  const y = layoutY(figure, draft, height); // by columns of the draft: the true ones follow from the width of the y labels
  const left = Math.max(0, ...y.ticks.map(({ label }) => label.length)) + 2;
  const frame: Frame = { ...look, left };
  const x = layoutX(figure, width - left - 1)!;
  const grid = createGrid(x.columns, y.rows);
  const shades = drawBands(grid, figure, x, y, symbols);
  const spans = figure.spans ?? [];
  const legend = [...drawSeries(grid, figure, x, y, symbols), ...shades, ...spanEntries(spans, symbols)];
  const marks = placeMarks(figure.marks, x);
  for (const { column } of marks) drawGuide(grid, column, symbols);
  return [
    ...drawHead(safeText(figure.y.label), legend, frame),
    ...drawRows(grid, y, frame),
    ...drawXAxis(x, new Set(marks.map(({ column }) => column)), spannedColumns(spans, x), frame),
    ...drawMarks(marks, frame),
    ...drawXLabel(safeText(figure.x.label), frame),
  ];
}
