import { textWidth } from '../base/text.js';
import { axisTicks } from './axis-ticks.js';
import type { Figure } from './figure.js';
import type { Frame } from './frame.js';
import { isFree, type Piece, renderRow } from './row.js';
import { scales } from './scale.js';
import { xExtent } from './x-extent.js';

/** The x axis of a drawing. */
export interface XAxis {
  readonly columns: number;
  /** Value -> edge number in [0, columns], not rounded; NaN where the axis has no place for it. */
  readonly toEdge: (x: number) => number;
  /** Value -> the column that holds its edge number; the last edge belongs to the last column. */
  readonly toColumn: (x: number) => number;
  readonly ticks: readonly { readonly column: number; readonly label: string }[];
}

/** Columns that a label and the air around it take. */
const labelRoom = 8;

/** Spans what `xExtent` says; null where it can show nothing. */
export function layoutX(figure: Figure, columns: number): XAxis | null {
  const { x } = figure;
  const scale = scales[x.scale];
  const extent = xExtent(figure);
  if (extent === null) return null;
  const { low, high } = extent;
  const toEdge = (value: number) => ((scale.position(value) - low) / (high - low)) * columns;
  const toColumn = (value: number) => Math.max(0, Math.min(columns - 1, Math.floor(toEdge(value) + 1e-9)));
  const ticks = axisTicks(x, scale.value(low), scale.value(high), 1 + Math.floor(columns / labelRoom));
  return {
    columns,
    toEdge,
    toColumn,
    ticks: ticks.map(({ value, label }) => ({ column: toColumn(value), label })),
  };
}

/** The line with its ticks, and the labels below. */
export function drawXAxis(
  { columns, ticks }: XAxis,
  marked: ReadonlySet<number>,
  spanned: ReadonlySet<number>,
  { left, width, symbols, paint }: Frame,
): string[] {
  const { corner, horizontal, xTick, mark, markOnTick, span, spanTick } = symbols.axis;
  const ticked = new Set(ticks.map(({ column }) => column));
  const pieces = Array.from({ length: columns }, (_, column): Piece => {
    const isTick = ticked.has(column);
    const text = marked.has(column) ? [mark, markOnTick] : spanned.has(column) ? [span, spanTick] : [horizontal, xTick];
    const style = marked.has(column) || spanned.has(column) ? 'mark' : 'axis';
    return { at: left + 1 + column, text: text[isTick ? 1 : 0]!, style };
  });
  const labels: Piece[] = [];
  for (const { column, label } of ticks) {
    const centred = left + 1 + column - Math.floor((textWidth(label) - 1) / 2);
    const at = Math.max(0, Math.min(width - textWidth(label), centred));
    if (isFree(labels, at, at + textWidth(label))) labels.push({ at, text: label, style: 'axis' });
  }
  return [renderRow([{ at: left, text: corner, style: 'axis' }, ...merged(pieces)], paint), renderRow(labels, paint)];
}

/** Neighbours of one style as one piece. */
function merged(pieces: readonly Piece[]): Piece[] {
  const found: Piece[] = [];
  for (const piece of pieces) {
    const last = found.at(-1);
    if (last !== undefined && last.style === piece.style)
      found[found.length - 1] = { ...last, text: last.text + piece.text };
    else found.push(piece);
  }
  return found;
}
