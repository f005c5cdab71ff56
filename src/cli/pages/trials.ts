import { formatLr } from '../../base/numbers.js';
import type { Section } from '../../plots/page.js';
import { trialName } from '../../plots/trials.js';
import type { TrialsReport } from '../../reports/trials.js';
import { configSection, runSection } from './run-section.js';

/** The answer in a sentence. */
export const trialsLead = ({ test, verdict }: TrialsReport): string =>
  verdict.ok ? `${test}: lr ${formatLr(verdict.lr, 3)}.` : `${test}: no answer.`;

/** What a report of trials says below its picture. */
export const trialsSections = (report: TrialsReport): Section[] => [
  { heading: 'Why', kind: 'list', items: report.verdict.why, ...(!report.verdict.ok && { tone: 'bad' }) },
  {
    heading: 'Trials',
    kind: 'table',
    columns: [
      { name: 'trial', align: 'left' },
      { name: 'first loss', align: 'right' },
      { name: 'last loss', align: 'right' },
      { name: 'ended', align: 'left' },
    ],
    rows: report.trials.map((trial) => [
      trialName(trial),
      ...[trial.loss[0] ?? null, trial.loss.at(-1) ?? null].map((value) => value?.toPrecision(4) ?? 'not finite'),
      trial.stop,
    ]),
  },
  runSection(report, []),
  configSection(report.config),
];
