import { csvText } from './csv.js';
import type { ScheduleReport } from './schedule.js';

/**
 * One line per update: step, lr, and momentum where the schedule moves it (empty where it leaves that to the optimizer).
 * Of several schedules a column of rates each, by its label, empty past its end.
 */
export function scheduleCsv(reports: readonly ScheduleReport[], labels: readonly string[]): string {
  const columns = reports.flatMap(({ lr, momentum }, i) => {
    const prefix = reports.length === 1 ? '' : `${labels[i]} `;
    return [
      { name: reports.length === 1 ? 'lr' : labels[i]!, values: lr },
      ...(momentum ? [{ name: `${prefix}momentum`, values: momentum }] : []),
    ];
  });
  const longest = Math.max(...reports.map(({ lr }) => lr.length));
  const rows = Array.from({ length: longest }, (_, step) => [
    step,
    ...columns.map(({ values }) => values[step] ?? ('' as const)),
  ]);
  return csvText(['step', ...columns.map(({ name }) => name)], rows);
}
