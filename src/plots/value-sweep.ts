import { lastName } from '../base/names.js';
import { repeatsIn } from '../reports/repeats-reading.js';
import type { ValueSweepReport } from '../reports/value-sweep.js';
import type { Figure } from './figure.js';
import { findFigure } from './find.js';

/**
 * The smoothed losses of the range tests at all values on top of each other (of repeats their means), with a mark at the
 * max_lr of the value that was taken, or of each where none was. Of several reports, those of all.
 *
 * @param labels names of the reports, e.g. their files, in front of the values where there are several
 */
export function valueSweepFigure(reports: readonly ValueSweepReport[], labels: readonly string[] = []): Figure {
  const alone = reports.length === 1;
  const lines = reports.flatMap(({ key, judge, tests, choice }, i) =>
    tests.flatMap(({ text, judged, report }, number) => {
      if (report === null) return [];
      const name = `${lastName(key)} ${text}`;
      const label = alone ? name : `${labels[i] ?? i + 1} ${name}`;
      return [{ label, judge, judged, report, taken: choice.ok && choice.index === number }];
    }),
  );
  const { x, y } = findFigure(lines.map(({ report }) => report));
  const validated = lines.length > 0 && lines.every(({ judge }) => judge === 'val_loss');
  const taken = lines.some((line) => line.taken) ? lines.filter((line) => line.taken) : lines;
  return {
    title: alone ? reports.map(titleOf).join() : `LR range tests: ${lines.length} values`,
    x,
    y: { ...y, label: validated ? 'validation loss' : y.label },
    series: lines.map(({ label, judged, report }) => ({
      label,
      x: repeatsIn(report).lr.slice(0, judged.length),
      y: judged.map((loss) => loss ?? Number.NaN),
      weight: 'normal',
    })),
    marks: taken.flatMap(({ label, report: { recommendation: r } }) =>
      r.ok ? [{ label: `${label} max_lr`, x: r.maxLr }] : [],
    ),
  };
}

function titleOf({ key, tests }: ValueSweepReport): string {
  const data = tests.find(({ report }) => report !== null)?.report?.data.name;
  return `LR range tests: ${data === undefined ? '' : `${data}, `}${tests.length} values of ${key}`;
}
