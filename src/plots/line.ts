import { plot } from 'asciichart';
import type { Grid } from './grid.js';
import type { Omissions } from './omissions.js';
import type { Style } from './paint.js';
import type { Edges } from './resample.js';
import type { LineCharacters, Symbols } from './symbols.js';
import type { YAxis } from './y-axis.js';

export interface LineLook {
  readonly characters: LineCharacters;
  readonly style: Style;
  readonly symbols: Symbols;
}

/**
 * Draws a series by asciichart, one call per stretch without gaps: asciichart throws on NaN. Columns that leave the axis
 * carry a sign on its last row, and so does the first column of each gap that values without a place have torn.
 */
export function drawLine(grid: Grid, { at, broken }: Edges, axis: YAxis, look: LineLook): Omissions {
  const { symbols, style } = look;
  const top = axis.rows - 1;
  const rows = Array.from(at, axis.toRow);
  const put = (column: number, row: number, character: string) =>
    grid.put(Math.min(column, grid.columns - 1), row, { character, style });
  for (const { start, values } of stretches(rows)) {
    const inside = values.map((row) => Math.max(0, Math.min(top, row)));
    if (inside.length === 1) put(start, Math.round(inside[0]!), symbols.point);
    else for (const glyph of glyphsOf(inside, top, look)) put(start + glyph.column, glyph.row, glyph.character);
  }
  const leaves = (over: (row: number) => boolean, row: number, character: string) => {
    const columns = Array.from({ length: grid.columns }, (_, c) => c).filter(
      (c) => over(rows[c]!) || (over(rows[c + 1]!) && Number.isNaN(rows[c + 2] ?? Number.NaN)),
    );
    for (const column of columns) put(column, row, character);
    return columns.length > 0;
  };
  const torn = [...broken.keys()].filter((k) => {
    const gapFrom = at.findLastIndex((position, edge) => edge < k && !Number.isNaN(position)) + 1;
    return broken[k] === 1 && !broken.subarray(gapFrom, k).includes(1);
  });
  for (const column of torn) {
    grid.put(Math.min(column, grid.columns - 1), top, { character: symbols.broken, style: 'bad' });
  }
  return {
    above: leaves((row) => row > top + 0.5, top, symbols.above),
    below: leaves((row) => row < -0.5, 0, symbols.below),
    broken: torn.length > 0,
  };
}

function stretches(rows: readonly number[]): { start: number; values: number[] }[] {
  const found: { start: number; values: number[] }[] = [];
  rows.forEach((row, k) => {
    if (Number.isNaN(row)) return;
    if (k === 0 || Number.isNaN(rows[k - 1]!)) found.push({ start: k, values: [] });
    found.at(-1)!.values.push(row);
  });
  return found;
}

/** The characters that asciichart draws, without its axis. Values are rows already, so that it scales by exactly 1. */
function glyphsOf(rows: readonly number[], top: number, { characters }: LineLook) {
  const [horizontal, vertical, topLeft, topRight, bottomLeft, bottomRight] = characters;
  const text = plot(rows, {
    min: 0,
    max: top,
    height: top,
    offset: 1,
    format: () => ' ',
    symbols: [' ', ' ', ' ', ' ', horizontal, bottomLeft, topLeft, topRight, bottomRight, vertical],
  });
  return text.split('\n').flatMap((line, i) =>
    Array.from(line.slice(1))
      .map((character, column) => ({ character, column, row: top - i }))
      .filter(({ character }) => character !== ' '),
  );
}
