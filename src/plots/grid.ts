import type { Paint, Style } from './paint.js';
import { type Piece, renderRow } from './row.js';

export interface Cell {
  readonly character: string;
  readonly style: Style;
}

/** A field of characters; row 0 is the lowest. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  at(column: number, row: number): Cell | null;
  put(column: number, row: number, cell: Cell): void;
  /** From top to bottom. */
  render(paint: Paint): string[];
}

export function createGrid(columns: number, rows: number): Grid {
  const cells = Array.from({ length: rows }, () => new Array<Cell | null>(columns).fill(null));
  return {
    columns,
    rows,
    at: (column, row) => cells[row]![column]!,
    put(column, row, cell) {
      cells[row]![column] = cell;
    },
    render: (paint) => cells.toReversed().map((row) => renderRow(pieces(row), paint)),
  };
}

/** Neighbours of one style together, so that they share their escape codes. */
function pieces(row: readonly (Cell | null)[]): Piece[] {
  const found: { at: number; text: string; style: Style }[] = [];
  row.forEach((cell, column) => {
    const last = found.at(-1);
    if (cell === null) return;
    if (last?.style === cell.style && last.at + last.text.length === column) last.text += cell.character;
    else found.push({ at: column, text: cell.character, style: cell.style });
  });
  return found;
}
