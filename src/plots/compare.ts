import type { CompareReport } from '../reports/compare.js';
import type { Band, Figure, Series } from './figure.js';

type Contender = CompareReport['contenders'][number];
type Curve = readonly (number | null)[];

/**
 * What contenders are judged by, over epochs: the mean over seeds as a line for each contender, best first, and what was
 * measured at each seed, and from the lowest to the highest, behind them. Of several reports, the contenders of all.
 *
 * @param labels names of the reports, e.g. their files; told only where there are several
 */
export function compareFigure(reports: readonly CompareReport[], labels: readonly string[] = []): Figure {
  const alone = reports.length === 1;
  const labelOf = ({ label }: Contender, i: number) => (alone ? label : `${labels[i]}: ${label}`);
  const judges = new Set(reports.map(({ judge }) => judge.by));
  const lines = reports.flatMap((report, i) =>
    report.contenders.map((contender): Series => {
      const curves = curvesOf(report, contender);
      const { x, y } = meanOf(curves);
      return { label: labelOf(contender, i), x, y, weight: 'normal' };
    }),
  );
  const several = reports.some(({ seeds }) => seeds.length > 1);
  const each = reports.flatMap((report) => report.contenders.flatMap((contender) => curvesOf(report, contender)));
  const bands = reports.flatMap((report, i) =>
    report.contenders.map((contender) => spreadOf(curvesOf(report, contender), labelOf(contender, i))),
  );
  const points: Series = {
    label: 'each seed',
    x: each.flatMap((curve) => curve.map((_, i) => i + 1)),
    y: each.flatMap((curve) => curve.map((value) => value ?? Number.NaN)),
    weight: 'faint',
  };
  return {
    title: alone ? reports.map(describe).join() : `Comparisons: ${reports.length} of them`,
    x: { label: 'epoch', scale: 'linear', counts: true },
    y: { label: [...judges].map(judgeText).join(', '), scale: 'linear', ...ceilingOf(reports) },
    series: [...lines, ...(several ? [points] : [])],
    marks: [],
    ...(several && { bands }),
  };
}

/** From the lowest to the highest of the seeds at each epoch; NaN where nothing was measured. */
function spreadOf(curves: readonly Curve[], label: string): Band {
  const { x } = meanOf(curves);
  const values = x.map((_, i) => curves.map((curve) => curve[i] ?? null).filter((value) => value !== null));
  return {
    label: 'lowest to highest seed',
    x,
    low: values.map((each) => (each.length === 0 ? Number.NaN : Math.min(...each))),
    high: values.map((each) => (each.length === 0 ? Number.NaN : Math.max(...each))),
    of: label,
  };
}

/** As people call it. */
export const judgeText = (by: string): string => (by === 'val_loss' ? 'validation loss' : by);

function describe({ data, contenders, seeds, stop }: CompareReport): string {
  const count = `${contenders.length} contenders, ${seeds.length} seed${seeds.length === 1 ? '' : 's'}`;
  return `Comparison: ${data === null ? '' : `${data.name}, `}${count}${stop === 'completed' ? '' : ', interrupted'}`;
}

/** One curve per run, a value per epoch. */
function curvesOf({ judge: { by } }: CompareReport, { runs }: Contender): Curve[] {
  return runs.flatMap(({ training }) => {
    if (training === null) return [];
    const { loss, valLoss, metrics } = training.epochs;
    return [(by === 'loss' ? loss : by === 'val_loss' ? valLoss : metrics[by]) ?? []];
  });
}

/** The mean of what was measured at each epoch; NaN where nothing was. */
function meanOf(curves: readonly Curve[]): { x: number[]; y: number[] } {
  const epochs = curves.reduce((most, { length }) => Math.max(most, length), 0);
  const x = Array.from({ length: epochs }, (_, i) => i + 1);
  const y = x.map((_, i) => {
    const values = curves.map((curve) => curve[i] ?? null).filter((value) => value !== null);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
  return { x, y };
}

/** Above half more than the highest value of those that did not diverge, a divergence is cut off. */
function ceilingOf(reports: readonly CompareReport[]): { clipAbove?: number } {
  const values = reports.flatMap((report) =>
    report.contenders
      .filter(({ standing }) => standing !== 'unjudged')
      .flatMap((contender) => curvesOf(report, contender).flat()),
  );
  const highest = values.reduce<number>((most, value) => Math.max(most, value ?? most), 0);
  return highest > 0 ? { clipAbove: 1.5 * highest } : {};
}
