import type { FindReport } from './find.js';

/** step, lr, loss, smoothed and, where it was measured, valLoss; a header, NaN for losses that were not finite. */
export function curveCsv({ curve }: FindReport): string {
  const { valLoss, ...always } = curve;
  const columns = Object.entries({ ...always, ...(valLoss && { valLoss }) });
  const rows = curve.step.map((_, i) => columns.map(([, values]) => numberText(values[i] ?? Number.NaN)).join(','));
  return `${[columns.map(([name]) => name).join(','), ...rows].join('\n')}\n`;
}

/** The shortest text that is read back as the same double; String turns -0 into 0. */
const numberText = (value: number) => (Object.is(value, -0) ? '-0' : String(value));
