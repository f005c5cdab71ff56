import type { ScheduleReport } from '../reports/schedule.js';
import type { Figure } from './figure.js';

/** Learning rate over updates, of one schedule or of several laid over each other; below it the momentum, if moved. */
export function scheduleFigures(
  reports: readonly ScheduleReport[],
  labels: readonly string[] = reports.map(({ schedule }) => schedule.name),
): Figure[] {
  const rates: Figure = {
    title: [...new Set(reports.map(({ schedule }) => schedule.name))].join(', '),
    x: { label: 'update', scale: 'linear' },
    y: { label: 'learning rate', scale: 'linear', whole: true },
    series: reports.map(({ lr }, i) => ({ label: labels[i]!, x: stepsOf(lr), y: lr, weight: 'normal' })),
    marks: [],
  };
  const moved = reports.flatMap(({ momentum }, i) => {
    if (momentum === undefined) return [];
    const [first, last] = [momentum.findIndex(isMoved), momentum.findLastIndex(isMoved)];
    const y = momentum.slice(first, last + 1).map((value) => value ?? Number.NaN);
    return [{ label: labels[i]!, x: y.map((_, step) => first + step), y, weight: 'normal' } as const];
  });
  const momenta: Figure = {
    ...rates,
    title: '',
    y: { label: 'momentum', scale: 'linear', whole: true },
    series: moved,
  };
  return [rates, ...(moved.length > 0 ? [momenta] : [])];
}

const isMoved = (value: number | null) => value !== null;
const stepsOf = (values: readonly unknown[]) => values.map((_, step) => step);
