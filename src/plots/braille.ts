import type { Grid } from './grid.js';
import type { Omissions } from './omissions.js';
import type { Style } from './paint.js';
import type { Edges } from './resample.js';
import type { Symbols } from './symbols.js';
import type { YAxis } from './y-axis.js';

/** Dots of a character: 2 beside each other, 4 above each other. */
export const dotsAcross = 2;
const dotsUp = 4;
const firstPattern = 0x2800;

/** The bit of a dot in a Braille pattern of Unicode, by column and by row from below. */
const bits = [
  [0x40, 0x04, 0x02, 0x01],
  [0x80, 0x20, 0x10, 0x08],
] as const;

/** Which dots along a line are drawn, by number of the series, so that nothing depends on colour alone. */
const dashes = ['1', '1110', '10', '11100100', '110', '1000'] as const;

/** Whether a line has a dot there. */
const isOn = (series: number, dot: number): boolean => {
  const pattern = dashes[series % dashes.length]!;
  return pattern[dot % pattern.length] === '1';
};

/** A piece of such a line for the legend. */
export const brailleSample = (series: number): string =>
  [0, 1, 2, 3]
    .map((cell) => {
      const on = bits.map((column, i) => (isOn(series, cell * dotsAcross + i) ? column[1] : 0));
      return String.fromCharCode(firstPattern + on[0]! + on[1]!);
    })
    .join('');

export interface BrailleLook {
  readonly series: number;
  readonly style: Style;
  readonly symbols: Symbols;
}

/**
 * Draws a series in dots of Braille patterns, 8 to a character: finer than lines of box characters. Columns that leave the
 * axis, and gaps that values without a place have torn, carry the signs that lines have.
 *
 * @param edges resampled to `dotsAcross` times the columns of the grid
 */
export function drawBraille(grid: Grid, { at, broken }: Edges, axis: YAxis, look: BrailleLook): Omissions {
  const { series, style, symbols } = look;
  const top = axis.rows * dotsUp - 1;
  const levels = Array.from(at, (position) => axis.toRow(position) * dotsUp + (dotsUp - 1) / 2);
  const omitted = { above: false, below: false, broken: false };
  const sign = (dot: number, row: number, character: string, signStyle: Style) =>
    grid.put(Math.min(grid.columns - 1, Math.floor(dot / dotsAcross)), row, { character, style: signStyle });
  for (let dot = 0; dot < grid.columns * dotsAcross; dot++) {
    const level = levels[dot]!;
    const next = levels[dot + 1]!;
    if (Number.isNaN(level)) {
      if (broken[dot] === 1 && (dot === 0 || broken[dot - 1] !== 1)) {
        sign(dot, axis.rows - 1, symbols.broken, 'bad');
        omitted.broken = true;
      }
      continue;
    }
    const to = Number.isNaN(next) ? level : next;
    const [low, high] = [Math.round(Math.min(level, to)), Math.round(Math.max(level, to))];
    if (low > top || high < 0) {
      const over = low > top;
      sign(dot, over ? axis.rows - 1 : 0, over ? symbols.above : symbols.below, style);
      omitted[over ? 'above' : 'below'] = true;
    } else if (isOn(series, dot)) {
      for (let row = Math.max(0, low); row <= Math.min(top, high); row++) putDot(grid, dot, row, style);
    }
  }
  return omitted;
}

/** Adds a dot to those that are there. */
function putDot(grid: Grid, dot: number, level: number, style: Style): void {
  const [column, row] = [Math.floor(dot / dotsAcross), Math.floor(level / dotsUp)];
  const before = (grid.at(column, row)?.character.codePointAt(0) ?? 0) - firstPattern;
  const kept = before >= 0 && before < 256 ? before : 0;
  const bit = bits[dot % dotsAcross]![level % dotsUp]!;
  grid.put(column, row, { character: String.fromCharCode(firstPattern + (kept | bit)), style });
}
