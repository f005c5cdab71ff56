import { csvText } from './csv.js';
import type { TrainReport } from './train.js';

/** One line per epoch: epoch, updates done, lr of the last, loss, valLoss where it was measured, the metrics. */
export function epochsCsv({ epochs }: TrainReport): string {
  const { metrics, valLoss, ...always } = epochs;
  const columns = Object.entries({ ...always, ...(valLoss && { valLoss }), ...metrics });
  const rows = epochs.epoch.map((_, i) => columns.map(([, values]) => values[i] ?? Number.NaN));
  return csvText(
    columns.map(([name]) => name),
    rows,
  );
}
