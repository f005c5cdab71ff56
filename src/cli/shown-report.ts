import { userError } from '../base/errors.js';
import { drawAscii } from '../plots/ascii.js';
import type { Figure } from '../plots/figure.js';
import { findFigure } from '../plots/find.js';
import { scheduleFigures } from '../plots/schedule.js';
import { trainFigures } from '../plots/train.js';
import type { Report } from '../reports/all.js';
import type { FindReport } from '../reports/find.js';
import type { ScheduleReport } from '../reports/schedule.js';
import type { TrainReport } from '../reports/train.js';
import type { Screen } from './screen.js';
import { scheduleSummary } from './terminal/schedule-summary.js';
import { findSummary } from './terminal/summary.js';
import { trainSummary } from './terminal/train-summary.js';

export type Look = Pick<Screen, 'paint' | 'width' | 'ascii'>;

/** How one kind of report is shown. */
interface Showing<R extends Report> {
  readonly figures: (reports: readonly R[], labels?: readonly string[]) => readonly Figure[];
  readonly summary: (report: R, look: Look & { readonly next?: string }) => string;
}

const showings: { readonly [K in Report['kind']]: Showing<Extract<Report, { kind: K }>> } = {
  'lr-tool/find': {
    figures: (reports: readonly FindReport[], labels) => [findFigure(reports, labels)],
    summary: findSummary,
  },
  'lr-tool/train': {
    figures: (reports: readonly TrainReport[], labels) => trainFigures(reports, labels),
    summary: trainSummary,
  },
  'lr-tool/schedule': {
    figures: (reports: readonly ScheduleReport[], labels) => scheduleFigures(reports, labels),
    summary: scheduleSummary,
  },
};

/** Rows of the first picture and of those below it. */
const heights = [16, 8] as const;

const drawn = (figures: readonly Figure[], look: Look) =>
  figures.map((figure, i) => drawAscii(figure, { ...look, height: heights[Math.min(i, 1)]! })).join('\n\n');

/** The pictures of a report and what it says below them, as its own command and `plot` print it. */
export function shownReport(report: Report, look: Look & { readonly next?: string }): string {
  const { figures, summary } = showings[report.kind] as Showing<Report>;
  return `${drawn(figures([report]), look)}\n\n${summary(report, look)}`;
}

/**
 * Several reports of one kind laid over each other.
 *
 * Error: REPORTS_DIFFER where their kinds do.
 */
export function shownTogether(reports: readonly Report[], labels: readonly string[], look: Look): string {
  const other = reports.findIndex(({ kind }) => kind !== reports[0]!.kind);
  if (other >= 0) {
    const [first, second] = [0, other].map((i) => `${labels[i]} is ${reports[i]!.kind}`);
    throw userError('REPORTS_DIFFER', `${first}, ${second}: they have no picture in common`, {
      hint: 'name reports of one kind',
    });
  }
  return drawn((showings[reports[0]!.kind] as Showing<Report>).figures(reports, labels), look);
}
