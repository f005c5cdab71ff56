import type { ScheduleReport } from '../reports/schedule.js';
import type { Figure } from './figure.js';

/** Learning rate over updates, of one schedule or of several laid over each other. */
export const scheduleFigure = (
  reports: readonly ScheduleReport[],
  labels: readonly string[] = reports.map(({ schedule }) => schedule.name),
): Figure => ({
  title: reports.map(({ schedule }) => schedule.name).join(', '),
  x: { label: 'update', scale: 'linear' },
  y: { label: 'learning rate', scale: 'linear' },
  series: reports.map(({ lr }, i) => ({ label: labels[i]!, x: lr.map((_, step) => step), y: lr, weight: 'normal' })),
  marks: [],
});
