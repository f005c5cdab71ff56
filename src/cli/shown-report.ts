import { userError } from '../base/errors.js';
import { drawAscii } from '../plots/ascii.js';
import { compareFigure } from '../plots/compare.js';
import type { Figure } from '../plots/figure.js';
import { findFigure } from '../plots/find.js';
import type { Page, Section } from '../plots/page.js';
import { scheduleFigures } from '../plots/schedule.js';
import { trainFigures } from '../plots/train.js';
import { trialsFigure } from '../plots/trials.js';
import { valueSweepFigure } from '../plots/value-sweep.js';
import type { Report } from '../reports/all.js';
import type { CompareReport } from '../reports/compare.js';
import type { FindReport } from '../reports/find.js';
import type { ScheduleReport } from '../reports/schedule.js';
import type { TrainReport } from '../reports/train.js';
import type { TrialsReport } from '../reports/trials.js';
import type { ValueSweepReport } from '../reports/value-sweep.js';
import { compareLead, compareSections } from './pages/compare.js';
import { findLead, findSections } from './pages/find.js';
import { scheduleLead, scheduleSections } from './pages/schedule.js';
import { trainLead, trainSections } from './pages/train.js';
import { trialsLead, trialsSections } from './pages/trials.js';
import { valueSweepLead, valueSweepSections } from './pages/value-sweep.js';
import type { Screen } from './screen.js';
import { compareSummary } from './terminal/compare-summary.js';
import { scheduleSummary } from './terminal/schedule-summary.js';
import { findSummary } from './terminal/summary.js';
import { trainSummary } from './terminal/train-summary.js';
import { trialsSummary } from './terminal/trials-summary.js';
import { valueSweepSummary } from './terminal/value-sweep-summary.js';

export type Look = Pick<Screen, 'paint' | 'width' | 'height' | 'symbols'>;

/** How one kind of report is shown. */
interface Showing<R extends Report> {
  readonly figures: (reports: readonly R[], labels?: readonly string[]) => readonly Figure[];
  /** Below the figures in a terminal. */
  readonly summary: (report: R, look: Look & { readonly next?: string }) => string;
  /** What a page says above and below the figures. */
  readonly lead: (report: R) => string;
  readonly sections: (report: R) => readonly Section[];
}

const showings: { readonly [K in Report['kind']]: Showing<Extract<Report, { kind: K }>> } = {
  'lr-tool/find': {
    figures: (reports: readonly FindReport[], labels) => [findFigure(reports, labels)],
    summary: findSummary,
    lead: findLead,
    sections: findSections,
  },
  'lr-tool/train': {
    figures: (reports: readonly TrainReport[], labels) => trainFigures(reports, labels),
    summary: trainSummary,
    lead: trainLead,
    sections: trainSections,
  },
  'lr-tool/compare': {
    figures: (reports: readonly CompareReport[], labels) => [compareFigure(reports, labels)],
    summary: compareSummary,
    lead: compareLead,
    sections: compareSections,
  },
  'lr-tool/trials': {
    figures: (reports: readonly TrialsReport[], labels) => [trialsFigure(reports, labels)],
    summary: trialsSummary,
    lead: trialsLead,
    sections: trialsSections,
  },
  'lr-tool/value-sweep': {
    figures: (reports: readonly ValueSweepReport[], labels) => [valueSweepFigure(reports, labels)],
    summary: valueSweepSummary,
    lead: valueSweepLead,
    sections: valueSweepSections,
  },
  'lr-tool/schedule': {
    figures: (reports: readonly ScheduleReport[], labels) => scheduleFigures(reports, labels),
    summary: scheduleSummary,
    lead: scheduleLead,
    sections: scheduleSections,
  },
};

/** Those below the first one have half of its rows. */
const drawn = (figures: readonly Figure[], look: Look) =>
  figures
    .map((figure, i) =>
      drawAscii(figure, { ...look, height: i === 0 ? look.height : Math.max(6, Math.floor(look.height / 2)) }),
    )
    .join('\n\n');

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
export const shownTogether = (reports: readonly Report[], labels: readonly string[], look: Look): string =>
  drawn(showingOf(reports, labels).figures(reports, labels), look);

/**
 * A report as a page; several of one kind laid over each other, with what each says.
 *
 * @param labels names of the reports where there are several
 *
 * Error: REPORTS_DIFFER where their kinds do.
 */
export function pageOf(reports: readonly Report[], labels: readonly string[]): Page {
  const { figures, lead, sections } = showingOf(reports, labels);
  const alone = reports.length === 1;
  const drawings = alone ? figures(reports) : figures(reports, labels);
  return {
    title: drawings[0]?.title ?? '',
    lead: alone ? lead(reports[0]!) : labels.join(', '),
    figures: drawings,
    sections: alone
      ? sections(reports[0]!)
      : [
          {
            heading: 'Reports',
            kind: 'facts',
            facts: reports.map((one, i) => ({ name: labels[i]!, value: lead(one) })),
          },
        ],
  };
}

function showingOf(reports: readonly Report[], labels: readonly string[]): Showing<Report> {
  const other = reports.findIndex(({ kind }) => kind !== reports[0]!.kind);
  if (other >= 0) {
    const [first, second] = [0, other].map((i) => `${labels[i]} is ${reports[i]!.kind}`);
    throw userError('REPORTS_DIFFER', `${first}, ${second}: they have no picture in common`, {
      hint: 'name reports of one kind',
    });
  }
  return showings[reports[0]!.kind] as Showing<Report>;
}
