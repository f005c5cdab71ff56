import { csvText } from './csv.js';
import type { FindReport } from './find.js';

/** step, lr, loss, smoothed and, where it was measured, valLoss; a header, NaN for losses that were not finite. */
export function curveCsv({ curve }: FindReport): string {
  const { valLoss, ...always } = curve;
  const columns = Object.entries({ ...always, ...(valLoss && { valLoss }) });
  const rows = curve.step.map((_, i) => columns.map(([, values]) => values[i] ?? Number.NaN));
  return csvText(
    columns.map(([name]) => name),
    rows,
  );
}
