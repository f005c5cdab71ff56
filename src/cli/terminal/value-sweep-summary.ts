import { lastName } from '../../base/names.js';
import { formatLr } from '../../base/numbers.js';
import { safeText, wrapText } from '../../base/text.js';
import type { Paint } from '../../plots/paint.js';
import type { ValueSweepReport, ValueTest } from '../../reports/value-sweep.js';
import { durationText } from './duration.js';
import { laidOut, margin, type Paragraph, warningText } from './paragraphs.js';
import { nextText } from './summary.js';
import { type Column, tableLines } from './table.js';

export interface ValueSweepSummaryOptions {
  readonly width: number;
  readonly paint: Paint;
  /** The command to type next; none where no value was taken. */
  readonly next?: string;
}

/** What range tests at several values say, as text under their plot: the table, which value to take and why, the run, warnings. */
export function valueSweepSummary(report: ValueSweepReport, options: ValueSweepSummaryOptions): string {
  const { width, paint, next } = options;
  const room = width - margin;
  const { choice, warnings } = report;
  const why = choice.why.flatMap((reason) =>
    wrapText(safeText(reason), room - 2).map((line, i) => `${i === 0 ? '- ' : '  '}${line}`),
  );
  const taken = choice.ok
    ? `${lastName(report.key)} ${report.tests[choice.index]!.text}, confidence ${choice.confidence}`
    : 'none';
  const paragraphs: Paragraph[] = [
    { name: 'take', lines: wrapText(safeText(taken), room), style: choice.ok ? 'good' : 'bad' },
    { lines: why },
    { name: 'run', lines: wrapText(runText(report), room) },
    ...report.tests.flatMap((test) => failure(test, room)),
    ...warnings.map((warning) => warningText(warning, room)),
    ...(next === undefined ? [] : nextText(safeText(next), width, room)),
  ];
  return [...table(report, width, paint), '', ...paragraphs.flatMap((paragraph) => laidOut(paragraph, paint))].join(
    '\n',
  );
}

/** The columns of the table, for pages too; the head first. */
export function valueColumns({ key, tests }: ValueSweepReport): readonly Column[] {
  const column = (head: string, cell: (test: ValueTest) => string, rest: Omit<Column, 'cells'>): Column => ({
    cells: [head, ...tests.map(cell)],
    ...rest,
  });
  const rates = (cell: (r: Recommended) => string) => (test: ValueTest) => {
    const r = test.report?.recommendation;
    return r?.ok ? cell(r) : '';
  };
  const right = { align: 'right' } as const;
  return [
    column(safeText(lastName(key)), ({ text }) => safeText(text), { align: 'left' }),
    column(
      'base_lr',
      rates(({ baseLr }) => formatLr(baseLr, 3)),
      right,
    ),
    column(
      'max_lr',
      rates(({ maxLr }) => formatLr(maxLr, 3)),
      right,
    ),
    column(
      'lr',
      rates(({ lr }) => formatLr(lr, 3)),
      { ...right, dispensable: 1 },
    ),
    column(
      'between',
      rates(({ interval: [from, to] }) => `${formatLr(from)} and ${formatLr(to)}`),
      {
        ...right,
        dispensable: 2,
      },
    ),
    column('lowest', ({ lowest }) => lowest?.loss.toPrecision(3) ?? '', right),
    column('at lr', ({ lowest }) => (lowest === null ? '' : formatLr(lowest.lr)), right),
    column('', standingText, { align: 'left' }),
  ];
}

type Recommended = Extract<NonNullable<ValueTest['report']>['recommendation'], { ok: true }>;

/** How sure its rates are; else why it has none. */
function standingText({ status, report }: ValueTest): string {
  if (report === null) return status;
  const { recommendation: r } = report;
  return r.ok ? r.confidence : `refused${r.code === undefined ? '' : ` (${safeText(r.code)})`}`;
}

function table(report: ValueSweepReport, width: number, paint: Paint): string[] {
  const [head = '', ...rows] = tableLines(valueColumns(report), width - 1);
  const { choice } = report;
  return [
    ` ${paint('faint', head)}`,
    ...rows.map((row, i) => ` ${choice.ok && choice.index === i ? paint('good', row) : row}`),
  ];
}

function runText({ judge, tests, timing }: ValueSweepReport): string {
  const done = tests.flatMap(({ report }) => (report === null ? [] : [report]));
  const [first] = done;
  const seeds = first === undefined ? [] : [first.seed, ...first.repeats.map(({ seed }) => seed)];
  const where =
    first === undefined
      ? []
      : [
          safeText(first.data.name),
          ...(first.engine === null ? [] : [`${first.engine.backend} ${first.engine.mode}`]),
          seeds.length === 1 ? `seed ${seeds[0]}` : `seeds ${seeds[0]} to ${seeds.at(-1)}`,
        ];
  const judged = `lowest is that of the smoothed ${judge === 'loss' ? 'loss' : 'validation loss'}`;
  const { processes, wallMs } = timing;
  const time = `${durationText(wallMs / 1000)} in ${processes} process${processes === 1 ? '' : 'es'}`;
  return `${[...where, `${done.length} of ${tests.length} values`, time].join(', ')}; ${judged}`;
}

const failure = ({ text, status, why }: ValueTest, room: number): Paragraph[] =>
  why === undefined || status === 'skipped'
    ? []
    : [{ name: status, lines: wrapText(`${safeText(text)}: ${safeText(why)}`, room), style: 'bad' }];
