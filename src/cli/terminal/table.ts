import { fitText, textWidth } from '../../base/text.js';

/** A column: its cells, the head first. */
export interface Column {
  readonly cells: readonly string[];
  readonly align: 'left' | 'right';
  /** Those with the highest number are left out first where the table is too wide; those without one never. */
  readonly dispensable?: number;
}

const gap = '  ';

/** The lines of a table that fits into `width`: columns are left out as far as needed, then the widest is cut. */
export function tableLines(columns: readonly Column[], width: number): string[] {
  const kept = [...columns];
  const total = () => kept.reduce((sum, column) => sum + widthOf(column) + gap.length, -gap.length);
  const next = () => kept.reduce((most, { dispensable = 0 }) => Math.max(most, dispensable), 0);
  while (total() > width && next() > 0) {
    const most = next();
    kept.splice(
      kept.findIndex(({ dispensable }) => dispensable === most),
      1,
    );
  }
  const over = Math.max(0, total() - width);
  const widest = kept.reduce((a, b) => (widthOf(b) > widthOf(a) ? b : a));
  const widths = kept.map((column) => Math.max(1, widthOf(column) - (column === widest ? over : 0)));
  const rows = kept[0]?.cells.length ?? 0;
  return Array.from({ length: rows }, (_, row) =>
    kept
      .map(({ cells, align }, i) => padded(cells[row]!, widths[i]!, align))
      .join(gap)
      .trimEnd(),
  );
}

const widthOf = ({ cells }: Column) => cells.reduce((most, cell) => Math.max(most, textWidth(cell)), 0);

function padded(text: string, width: number, align: Column['align']): string {
  const fitted = fitText(text, width);
  const space = ' '.repeat(width - textWidth(fitted));
  return align === 'left' ? fitted + space : space + fitted;
}
