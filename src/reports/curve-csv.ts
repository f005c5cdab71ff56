import { csvText } from './csv.js';
import type { FindReport } from './find.js';

/**
 * step, lr, loss, smoothed and, where they were measured, valLoss and fixedLoss; of a test with repeats also the raw losses of
 * each, as loss_SEED, and those of its fixed rows, as fixedLoss_SEED, and low, median and high of the band. A header; NaN for losses that were not finite, and after the end of a sweep.
 */
export function curveCsv({ curve, repeats, band }: FindReport): string {
  const { step, lr, valLoss, fixedLoss, ...losses } = curve;
  const { shares, lr: longest, ...quantiles } = band ?? { shares: [], lr };
  const columns = Object.entries({
    step: [...longest.keys()],
    lr: longest,
    ...losses,
    ...(valLoss && { valLoss }),
    ...(fixedLoss && { fixedLoss }),
    ...Object.fromEntries(repeats.map(({ seed, loss }) => [`loss_${seed}`, loss])),
    ...Object.fromEntries(
      repeats.flatMap((repeat) => (repeat.fixedLoss ? [[`fixedLoss_${repeat.seed}`, repeat.fixedLoss]] : [])),
    ),
    ...quantiles,
  });
  const rows = longest.map((_, i) => columns.map(([, values]) => values[i] ?? Number.NaN));
  return csvText(
    columns.map(([name]) => name),
    rows,
  );
}
