import { fitText, safeText, textWidth } from '../base/text.js';
import type { Mark } from './figure.js';
import type { Frame } from './frame.js';
import type { Grid } from './grid.js';
import { isFree, type Piece, renderRow } from './row.js';
import type { Symbols } from './symbols.js';
import { shortNumber } from './ticks.js';
import type { XAxis } from './x-axis.js';

/** A mark with a place on the axis. */
export interface PlacedMark {
  readonly column: number;
  /** Its name and its value. */
  readonly text: string;
}

/** From left to right; marks that the axis cannot show are left out. */
export function placeMarks(marks: readonly Mark[], { toColumn }: XAxis): PlacedMark[] {
  return marks
    .filter(({ x }) => !Number.isNaN(toColumn(x)))
    .toSorted((a, b) => a.x - b.x)
    .map(({ label, x }) => ({ column: toColumn(x), text: `${safeText(label)} ${shortNumber(x)}` }));
}

/** A guide from the axis up to the lowest line in the column, to the top where there is none. */
export function drawGuide(grid: Grid, column: number, { guide }: Symbols): void {
  for (let row = 0; row < grid.rows; row++) {
    const cell = grid.at(column, row);
    if (cell !== null && cell.style !== 'faint') return;
    grid.put(column, row, { character: guide, style: 'mark' });
  }
}

/** Carets with their names below the axis, on as many lines as keep them apart. */
export function drawMarks(
  marks: readonly PlacedMark[],
  { left, width, symbols: { caret, guide, ellipsis }, paint }: Frame,
): string[] {
  const rows: Piece[][] = [];
  for (const { column, text } of outermostFirst(marks)) {
    const at = left + 1 + column;
    const sides = [rightOf(at, text, caret), leftOf(at, text, caret)].filter((piece) => fits(piece, width));
    if (column < marks.at(-1)!.column) sides.reverse(); // the last one points outwards, so that the others find room
    const named = sides[0] ?? cut(at, text, width, caret, ellipsis);
    const row = rows.findIndex((pieces) => hasRoom(pieces, sides));
    const free = sides.find((piece) => row >= 0 && hasRoom(rows[row]!, [piece]));
    if (free !== undefined) rows[row]!.push(free);
    else rows.push([named]);
    const last = free === undefined ? rows.length - 1 : row;
    for (const above of rows.slice(0, last)) {
      const piece: Piece = { at, text: guide, style: 'mark' };
      if (hasRoom(above, [piece])) above.push(piece);
    }
  }
  return rows.map((pieces) =>
    renderRow(
      pieces.toSorted((a, b) => a.at - b.at),
      paint,
    ),
  );
}

const outermostFirst = (marks: readonly PlacedMark[]) => [...marks.slice(-1), ...marks.slice(0, -1)];

const rightOf = (at: number, text: string, caret: string): Piece => ({ at, text: `${caret} ${text}`, style: 'mark' });

const leftOf = (at: number, text: string, caret: string): Piece => ({
  at: at - textWidth(text) - 1,
  text: `${text} ${caret}`,
  style: 'mark',
});

const fits = ({ at, text }: Piece, width: number) => at >= 0 && at + textWidth(text) <= width;

const hasRoom = (pieces: readonly Piece[], candidates: readonly Piece[]) =>
  candidates.some(({ at, text }) => isFree(pieces, at, at + textWidth(text)));

/** A name too long for both sides, cut to the wider one. */
function cut(at: number, text: string, width: number, caret: string, ellipsis: string): Piece {
  const right = width - at - 2;
  return right >= at - 1
    ? rightOf(at, fitText(text, right, ellipsis), caret)
    : leftOf(at, fitText(text, at - 1, ellipsis), caret);
}
