import { lastName } from '../../base/names.js';
import { formatLr } from '../../base/numbers.js';
import type { Section } from '../../plots/page.js';
import type { ValueSweepReport } from '../../reports/value-sweep.js';
import { valueColumns } from '../terminal/value-sweep-summary.js';
import { configSection, warningsSection } from './run-section.js';

/** Which value to take, in a sentence. */
export function valueSweepLead({ key, tests, choice }: ValueSweepReport): string {
  if (!choice.ok) return `No value of ${key} was chosen: ${choice.why[0]}.`;
  const { text, report } = tests[choice.index]!;
  const r = report?.recommendation;
  const rates = r?.ok ? ` with base_lr ${formatLr(r.baseLr, 3)}, max_lr ${formatLr(r.maxLr, 3)}` : '';
  return `Take ${lastName(key)} ${text}${rates}. Confidence ${choice.confidence}.`;
}

/** What range tests at several values say below their picture. */
export function valueSweepSections(report: ValueSweepReport): Section[] {
  const { key, tests, choice, warnings, config, tool } = report;
  const columns = valueColumns(report);
  const refused = tests.flatMap(({ text, report: test }) =>
    test === null || test.recommendation.ok ? [] : [`${lastName(key)} ${text}: ${test.recommendation.why.join('; ')}`],
  );
  return [
    {
      heading: `Values of ${key}`,
      kind: 'table',
      columns: columns.map(({ cells: [name = ''], align }) => ({ name, align })),
      rows: tests.map((_, i) => columns.map(({ cells }) => cells[i + 1]!)),
    },
    { heading: 'Why', kind: 'list', items: choice.why, ...(!choice.ok && { tone: 'bad' as const }) },
    ...(refused.length === 0
      ? []
      : [{ heading: 'Refused', kind: 'list' as const, tone: 'bad' as const, items: refused }]),
    ...warningsSection(warnings),
    { heading: 'Run', kind: 'facts', facts: [{ name: 'lr-tool', value: tool }] },
    configSection(config),
  ];
}
