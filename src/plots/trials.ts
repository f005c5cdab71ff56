import { formatLr } from '../base/numbers.js';
import type { TrialsReport } from '../reports/trials.js';
import type { Figure, Series } from './figure.js';

/**
 * Losses over updates, a line for each rate, the one that was decided on first. Of several reports, that one of each.
 *
 * @param labels names of the reports, e.g. their files; test and data set by default
 */
export function trialsFigure(
  reports: readonly TrialsReport[],
  labels: readonly string[] = reports.map(({ test, data }) => `${test} ${data.name}`),
): Figure {
  const alone = reports.length === 1;
  const firsts = reports
    .flatMap(({ trials }) => trials.flatMap(({ loss }) => loss.slice(0, 1)))
    .filter((y) => y !== null);
  const highest = firsts.reduce((a, b) => Math.max(a, b), 0);
  return {
    title: alone
      ? reports
          .map(
            ({ test, data, trials }) =>
              `${test}: ${data.name}, ${trials.length} ${trials.length === 1 ? 'trial' : 'trials'}`,
          )
          .join()
      : 'Trials',
    x: { label: 'update', scale: 'linear' },
    y: { label: 'loss', scale: 'linear', whole: true, ...(highest > 0 && { clipAbove: 1.5 * highest }) },
    series: alone
      ? reports.flatMap((report) => ordered(report).map((trial) => seriesOf(trial, trialName(trial))))
      : reports.flatMap((report, i) =>
          ordered(report)
            .slice(0, 1)
            .map((trial) => seriesOf(trial, labels[i]!)),
        ),
    marks: [],
  };
}

type Trial = TrialsReport['trials'][number];

/** As people call it. */
export const trialName = ({ lr }: Trial): string => (lr === 0 ? 'untrained' : `lr ${formatLr(lr, 3)}`);

function ordered({ trials, verdict }: TrialsReport): Trial[] {
  const chosen = (trial: Trial) => verdict.ok && trial.lr === verdict.lr;
  return [...trials.filter(chosen), ...trials.filter((trial) => !chosen(trial))];
}

const seriesOf = ({ loss }: Trial, label: string): Series => ({
  label,
  x: [...loss.keys()],
  y: loss.map((value) => value ?? Number.NaN),
  weight: 'normal',
});
