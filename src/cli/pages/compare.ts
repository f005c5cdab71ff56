import type { Section, TableColumn } from '../../plots/page.js';
import type { CompareReport } from '../../reports/compare.js';
import { jsonText } from '../../reports/json.js';
import {
  differenceText,
  failureTexts,
  judgedText,
  ratesText,
  runsText,
  standingText,
  valueText,
} from '../terminal/compare-summary.js';
import { warningsSection } from './run-section.js';

/** The verdict. */
export const compareLead = ({ verdict }: CompareReport): string => verdict.why[0] ?? '';

/** What a compare report says below its picture. */
export function compareSections(report: CompareReport): Section[] {
  const { contenders, verdict, warnings } = report;
  const failed = contenders.flatMap(failureTexts).map(({ status, text }) => `${status}: ${text}`);
  return [
    rankingSection(report),
    { heading: 'Verdict', kind: 'list', items: verdict.why, ...(verdict.ok && { tone: 'good' }) },
    ...(failed.length === 0
      ? []
      : [{ heading: 'Without a result', kind: 'list', tone: 'bad', items: failed } satisfies Section]),
    ...warningsSection(warnings),
    {
      heading: 'Runs',
      kind: 'facts',
      facts: [
        { name: 'judged by', value: judgedText(report, '±') },
        { name: 'trained', value: runsText(report) },
        { name: 'rates', value: ratesText(report) },
        { name: 'lr-tool', value: report.tool },
      ],
    },
    ...contenders.map(
      ({ label, config }): Section => ({
        heading: `Config of ${label}`,
        kind: 'code',
        text: jsonText(config),
        folded: true,
      }),
    ),
  ];
}

function rankingSection({ contenders, judge }: CompareReport): Section {
  const metrics = [...new Set(contenders.flatMap((one) => Object.keys(one.metrics)))].filter(
    (name) => name !== judge.by,
  );
  const right = (name: string): TableColumn => ({ name, align: 'right' });
  return {
    heading: 'Ranking',
    kind: 'table',
    columns: [
      right('rank'),
      { name: 'contender', align: 'left' },
      right(judge.by),
      ...metrics.map(right),
      right('to the first'),
      { name: 'evidence', align: 'left' },
    ],
    rows: contenders.map((contender) => [
      String(contender.rank),
      contender.label,
      valueText(contender, '±'),
      ...metrics.map((name) => contender.metrics[name]?.toPrecision(4) ?? ''),
      differenceText(contender),
      standingText(contender),
    ]),
  };
}
