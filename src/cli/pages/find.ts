import { formatLr } from '../../base/numbers.js';
import type { Fact, Section } from '../../plots/page.js';
import type { FindReport } from '../../reports/find.js';
import { configSection, runSection, warningsSection } from './run-section.js';

const rateText = (lr: number) => formatLr(lr, 3);

/** The suggestion in a sentence. */
export const findLead = ({ recommendation: r }: FindReport): string =>
  r.ok
    ? `For ${r.for}: base_lr ${rateText(r.baseLr)}, max_lr ${rateText(r.maxLr)}; constant ${rateText(r.lr)}. Confidence ${r.confidence}.`
    : 'The curve supports no suggestion.';

/** What a find report says below its picture. */
export function findSections(report: FindReport): Section[] {
  const { sweep, curve, stop, timing } = report;
  const more: Fact[] = [
    { name: 'sweep', value: `${sweep.mode}, lr ${rateText(sweep.startLr)} to ${rateText(sweep.endLr)}` },
    { name: 'steps', value: `${curve.lr.length} of ${sweep.steps}, ${stop}` },
    ...(timing === null ? [] : [{ name: 'time per step', value: `${Number(timing.msPerStep.toPrecision(3))} ms` }]),
  ];
  return [
    ...suggestionSections(report),
    ...warningsSection(report.warnings),
    ...rulesSection(report),
    runSection(report, more),
    configSection(report.config),
  ];
}

function suggestionSections({ recommendation: r }: FindReport): Section[] {
  if (!r.ok) return [{ heading: 'No suggestion', kind: 'list', tone: 'bad', items: r.why }];
  const [from, to] = r.interval;
  return [
    {
      heading: 'Suggestion',
      kind: 'facts',
      facts: [
        { name: 'base_lr', value: rateText(r.baseLr), strong: true },
        { name: 'max_lr', value: rateText(r.maxLr), strong: true },
        { name: 'constant lr', value: rateText(r.lr), strong: true },
        { name: 'interval of the constant lr', value: `${rateText(from)} to ${rateText(to)}` },
        { name: 'confidence', value: r.confidence },
        { name: 'for the schedule', value: r.for },
      ],
    },
    { heading: 'Why', kind: 'list', items: r.why },
  ];
}

function rulesSection({ suggestions }: FindReport): Section[] {
  const rules = Object.entries(suggestions);
  if (rules.length === 0) return [];
  return [
    {
      heading: 'What the rules say',
      kind: 'table',
      columns: [
        { name: 'rule', align: 'left' },
        { name: 'lr', align: 'right' },
        { name: 'step or reason', align: 'left' },
      ],
      rows: rules.map(([name, rule]) =>
        rule.ok ? [name, rateText(rule.lr), `step ${rule.index}`] : [name, 'none', rule.why],
      ),
    },
  ];
}
