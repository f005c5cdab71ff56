import { formatLr } from '../../base/numbers.js';
import { safeText, wrapText } from '../../base/text.js';
import { judgeText } from '../../plots/compare.js';
import type { Paint, Style } from '../../plots/paint.js';
import type { SymbolSet } from '../../plots/symbols.js';
import type { CompareReport } from '../../reports/compare.js';
import { durationText } from './duration.js';
import { laidOut, margin, type Paragraph, warningText } from './paragraphs.js';
import { nextText } from './summary.js';
import { type Column, tableLines } from './table.js';

type Contender = CompareReport['contenders'][number];

export interface CompareSummaryOptions {
  readonly width: number;
  readonly paint: Paint;
  /** ascii: only its characters. */
  readonly symbols?: SymbolSet;
  /** The command to type next; none where there is no best. */
  readonly next?: string;
}

/** What a comparison says, as text under its plot: the table, then what was judged how, the verdict, rates, what was lost. */
export function compareSummary(report: CompareReport, options: CompareSummaryOptions): string {
  const { width, paint, symbols = 'line', next } = options;
  const plusMinus = symbols === 'ascii' ? '+-' : '±';
  const room = width - margin;
  const { ok, why } = report.verdict;
  const [verdict = '', ...reasons] = why;
  const paragraphs: Paragraph[] = [
    { name: 'verdict', lines: wrapText(safeText(verdict), room), ...(ok && { style: 'good' as Style }) },
    ...reasons.map((reason): Paragraph => ({ lines: wrapText(safeText(reason), room) })),
    { name: 'judged', lines: wrapText(judgedText(report, plusMinus), room) },
    { name: 'runs', lines: wrapText(runsText(report), room) },
    { name: 'rates', lines: wrapText(ratesText(report), room) },
    ...report.contenders.flatMap((contender) => failures(contender, room)),
    ...report.warnings.map((warning) => warningText(warning, room)),
    ...(next === undefined ? [] : nextText(safeText(next), width, room)),
  ];
  return [
    ...table(report, width, paint, plusMinus),
    '',
    ...paragraphs.flatMap((paragraph) => laidOut(paragraph, paint)),
  ].join('\n');
}

const styles: { readonly [K in Contender['standing']]: Style | null } = {
  leads: 'good',
  worse: null,
  open: null,
  unjudged: 'bad',
};

function table(report: CompareReport, width: number, paint: Paint, plusMinus: string): string[] {
  const { contenders, judge } = report;
  const metrics = [...new Set(contenders.flatMap((one) => Object.keys(one.metrics)))].filter(
    (name) => name !== judge.by,
  );
  const column = (
    head: string,
    cell: (contender: Contender) => string,
    rest: Omit<Column, 'cells'> = { align: 'right' },
  ): Column => ({ cells: [head, ...contenders.map(cell)], ...rest });
  const differs = contenders.some(({ difference }) => difference !== null);
  const spread = report.seedsJudged.length > 1;
  const columns = [
    column('', ({ rank }) => String(rank)),
    column('', ({ label }) => safeText(label), { align: 'left' }),
    column(safeText(judge.by), (contender) => valueText(contender, plusMinus)),
    ...metrics.map((name, i) =>
      column(safeText(name), ({ metrics: { [name]: value } }) => (value === undefined ? '' : value.toPrecision(4)), {
        align: 'right',
        dispensable: i === 0 ? 2 : 3 + i,
      }),
    ),
    ...(differs ? [column('to the first', differenceText, { align: 'right', dispensable: 1 })] : []),
    ...(spread ? [column('', standingText, { align: 'left', dispensable: 3 })] : []),
  ];
  const [head = '', ...rows] = tableLines(columns, width - 1);
  return [
    ` ${paint('faint', head)}`,
    ...rows.map((row, i) => {
      const style = styles[contenders[i]!.standing];
      return ` ${style === null ? row : paint(style, row)}`;
    }),
  ];
}

/** Mean and deviation; where there is none, how its runs ended. */
export function valueText({ value, runs }: Contender, plusMinus: string): string {
  if (value === null) {
    return [...new Set(runs.map(({ status }) => status).filter((status) => status !== 'completed'))].join(', ');
  }
  return value.sd === null
    ? value.mean.toPrecision(4)
    : `${value.mean.toPrecision(4)} ${plusMinus} ${value.sd.toPrecision(2)}`;
}

export function differenceText({ difference }: Contender): string {
  if (difference === null) return '';
  const { mean, interval } = difference;
  const signed = (value: number, digits: number) => `${value < 0 ? '' : '+'}${value.toPrecision(digits)}`;
  return interval === null
    ? signed(mean, 2)
    : `${signed(mean, 2)} (${signed(interval[0], 2)} to ${signed(interval[1], 2)})`;
}

export const standingText = ({ standing }: Contender): string =>
  standing === 'open' ? 'no evidence' : standing === 'worse' ? 'worse' : '';

export function judgedText({ judge, seeds, seedsJudged }: CompareReport, plusMinus: string): string {
  const spread = seedsJudged.length > 1 ? `; mean ${plusMinus} standard deviation over seeds` : '';
  const level = `; differences by seed, ${100 * judge.confidence} % intervals`;
  const left = seeds.filter((seed) => !seedsJudged.includes(seed));
  const without = left.length === 0 ? '' : `; without seed ${left.join(', ')}, which not all have finished`;
  const intervals = seedsJudged.length > 1 ? level : '';
  return `${safeText(judgeText(judge.by))} of the last epoch, ${judge.better} is better${spread}${intervals}${without}`;
}

/** "42", "42 and 43", "42, 43 and 44". */
const listText = (seeds: readonly number[]) =>
  seeds.length === 1 ? `${seeds[0]}` : `${seeds.slice(0, -1).join(', ')} and ${seeds.at(-1)}`;

export function runsText({ data, engine, contenders, seeds, timing, stop }: CompareReport): string {
  const where = data === null || engine === null ? [] : [safeText(data.name), `${engine.backend} ${engine.mode}`];
  const count = `${contenders.length} contenders at seed${seeds.length === 1 ? '' : 's'} ${listText(seeds)}`;
  const { processes } = timing;
  const time = `${durationText(timing.wallMs / 1000)} in ${processes} process${processes === 1 ? '' : 'es'}`;
  return [...where, count, time, ...(stop === 'completed' ? [] : ['interrupted'])].join(', ');
}

/** "constant 0.0684; clr 0.0137 to 0.137; found by a range test at seed 42". */
export function ratesText({ contenders, seeds }: CompareReport): string {
  const each = contenders.map(({ label, schedule: { parameters } }) => {
    const bounds = [parameters['baseLr'], parameters['maxLr']].flatMap((lr) =>
      typeof lr === 'number' && lr > 0 ? [formatLr(lr, 3)] : [],
    );
    return `${safeText(label)} ${bounds.join(' to ')}`;
  });
  const found = contenders
    .filter(({ schedule }) => schedule.rates === 'range-test')
    .map(({ label }) => safeText(label));
  const whose = found.length === contenders.length ? '' : ` (${found.join(', ')})`;
  const origin = found.length === 0 ? [] : [`found by a range test at seed ${seeds[0]}${whose}`];
  return [...each, ...origin].join('; ');
}

/** Why runs of a contender have no result. */
export const failureTexts = ({ label, runs }: Contender) =>
  runs.flatMap(({ seed, status, why }) =>
    why === undefined || status === 'skipped'
      ? []
      : [{ status, text: `${safeText(label)}, seed ${seed}: ${safeText(why)}` }],
  );

const failures = (contender: Contender, room: number): Paragraph[] =>
  failureTexts(contender).map(({ status, text }) => ({ name: status, lines: wrapText(text, room), style: 'bad' }));
