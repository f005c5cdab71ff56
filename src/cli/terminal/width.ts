/** Narrower ones get this many columns and wrap; wider ones get that many, more cannot be taken in. */
const limits = { least: 40, most: 400 } as const;
const unknown = 80;

/** Columns to fill: COLUMNS if it is a whole number above 0, else what the terminal says, else 80; within 40 to 400. */
export function terminalWidth(env: Readonly<Record<string, string | undefined>>, columns: number | undefined): number {
  const { COLUMNS: typed = '' } = env;
  const wished = /^[1-9]\d*$/.test(typed) ? Number(typed) : columns || unknown; // a terminal without a size says 0
  return Math.min(limits.most, Math.max(limits.least, wished));
}

/** Rows of the first plot of a terminal: two thirds of its own, within 8 to 30; 16 where nobody knows. */
export const terminalHeight = (rows: number | undefined): number =>
  rows ? Math.min(30, Math.max(8, Math.floor((rows * 2) / 3))) : 16;
