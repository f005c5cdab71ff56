import type { FindReport, RepeatReport } from '../reports/find.js';
import type { Band, Figure, Mark, Series, Span } from './figure.js';
import { shortNumber } from './ticks.js';

/**
 * Loss over learning rate. One report: the smoothed loss (of repeats the median, with the band where most of them lie),
 * the losses of the batches behind it, those of the fixed rows and of the validation rows if there are some, the recommended rates as marks and their
 * interval over the repeats as a span. Several: the smoothed losses on top of each other with a mark at the max_lr of
 * each. The rate axis is logarithmic unless all sweeps were linear.
 *
 * @param labels names of the reports, e.g. their files; data set and seed by default
 */
export function findFigure(reports: readonly FindReport[], labels: readonly string[] = reports.map(nameOf)): Figure {
  const alone = reports.length === 1;
  const linear = reports.every(({ sweep }) => sweep.mode === 'linear');
  return {
    title: alone ? `LR range test: ${reports.map(describe).join()}` : `LR range tests: ${reports.length} runs`,
    x: linear ? { label: 'learning rate', scale: 'linear' } : { label: 'learning rate (log)', scale: 'log' },
    y: { label: 'loss', scale: 'linear', ...ceilingOf(reports) },
    series: alone ? reports.flatMap(allSeries) : reports.map((report, i) => smoothed(report, labels[i]!)),
    marks: alone ? reports.flatMap(allMarks) : reports.flatMap((report, i) => maxMark(report, labels[i]!)),
    ...(alone && { bands: reports.flatMap(bandsOf), spans: reports.flatMap(spansOf) }),
  };
}

const nameOf = ({ data, seed }: FindReport) => (seed === null ? data.name : `${data.name} seed ${seed}`);

/** E.g. "digits, 87 of 100 steps, diverged at lr 2.1", or "digits, 3 sweeps of 100 steps". */
function describe({ data, curve, sweep, stop, repeats, band }: FindReport): string {
  if (band !== undefined) return `${data.name}, ${repeats.length + 1} sweeps of ${sweep.steps} steps`;
  const last = curve.lr.at(-1);
  const ending = stop === 'completed' || last === undefined ? '' : `, ${endings[stop]} at lr ${shortNumber(last)}`;
  return `${data.name}, ${curve.lr.length} of ${sweep.steps} steps${ending}`;
}

const endings = { diverged: 'diverged', 'non-finite': 'not finite', interrupted: 'interrupted' } as const;

const finite = (losses: readonly (number | null)[]) => losses.map((loss) => loss ?? Number.NaN);

const smoothed = ({ curve, band }: FindReport, label: string): Series => ({
  label,
  x: band?.lr ?? curve.lr,
  y: finite(band?.median ?? curve.smoothed),
  weight: 'normal',
});

/** An end that is null, because so many sweeps have ended there, is beyond all others. */
function bandsOf({ band, repeats }: FindReport): Band[] {
  if (band === undefined) return [];
  const share = Math.round(100 * (band.shares[1] - band.shares[0]));
  const beyond = (losses: readonly (number | null)[]) => losses.map((loss) => loss ?? Infinity);
  const label = `${share} % of ${repeats.length + 1} sweeps`;
  return [{ label, x: band.lr, low: finite(band.low), high: beyond(band.high) }];
}

function spansOf({ recommendation: r, bootstrap }: FindReport): Span[] {
  if (!r.ok || bootstrap === undefined) return [];
  const [from, to] = r.interval;
  return [{ label: `lr, ${Math.round(100 * bootstrap.level)} %`, from, to }];
}

function allSeries(report: FindReport): Series[] {
  const { curve, repeats, band } = report;
  const { lr } = band ?? curve;
  const validation: Series[] = curve.valLoss
    ? [{ label: 'validation', x: curve.lr, y: finite(curve.valLoss), weight: 'normal' }]
    : [];
  const fixed: Series[] = curve.fixedLoss
    ? [{ label: 'fixed rows', x: curve.lr, y: finite(curve.fixedLoss), weight: 'normal' }]
    : [];
  const others: Series[] =
    repeats.length === 0
      ? []
      : [
          {
            label: repeats.length === 1 ? `batch, ${repeatName(repeats[0]!)}` : `batch, ${repeats.length} other seeds`,
            x: repeats.flatMap(({ loss }) => lr.slice(0, loss.length)),
            y: repeats.flatMap(({ loss }) => finite(loss.slice(0, lr.length))),
            weight: 'faint',
          },
        ];
  const batches: Series = { label: 'batch', x: curve.lr, y: finite(curve.loss), weight: 'faint' };
  const line = band === undefined ? 'smoothed' : `median of ${repeats.length + 1}`;
  return [smoothed(report, line), ...fixed, ...validation, batches, ...others];
}

/** As people call it. */
export const repeatName = ({ seed, name }: RepeatReport): string => name ?? `seed ${seed}`;

/** Equal rates share a mark. */
function allMarks({ recommendation: r }: FindReport): Mark[] {
  if (!r.ok) return [];
  const named = [
    { label: 'base_lr', x: r.baseLr },
    { label: 'lr', x: r.lr },
    { label: 'max_lr', x: r.maxLr },
  ];
  return [...new Set(named.map(({ x }) => x))].map((x) => ({
    label: named
      .filter((mark) => mark.x === x)
      .map(({ label }) => label)
      .join(', '),
    x,
  }));
}

const maxMark = ({ recommendation }: FindReport, label: string): Mark[] =>
  recommendation.ok ? [{ label: `${label} max_lr`, x: recommendation.maxLr }] : [];

/**
 * Half of the fall above the start, so that the valley keeps two thirds of the rows and a diverging tail is seen to rise
 * above the start; a quarter of the start at least, so that a flat curve is not blown up to a mountain range. The start
 * is the 9th decile of all losses in the first fifth of the sweep.
 */
function ceilingOf(reports: readonly FindReport[]): { clipAbove?: number } {
  const ceilings = reports.flatMap(({ curve: { loss, smoothed } }) => {
    const early = [loss, smoothed].flatMap((losses) => losses.slice(0, Math.ceil(losses.length / 5)));
    const sorted = early.filter((value) => value !== null).sort((a, b) => a - b);
    const start = sorted[Math.floor(sorted.length * 0.9)];
    if (start === undefined) return [];
    const lowest = smoothed.reduce<number>((low, value) => Math.min(low, value ?? low), start);
    return [start + Math.max(start - lowest, Math.abs(start) / 2) / 2];
  });
  return ceilings.length === 0 ? {} : { clipAbove: ceilings.reduce((a, b) => Math.max(a, b)) };
}
