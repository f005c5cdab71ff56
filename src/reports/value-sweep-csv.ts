import { csvText } from './csv.js';
import { repeatsIn } from './repeats-reading.js';
import type { ValueSweepReport } from './value-sweep.js';

/**
 * step, lr, and of every value that was completed its raw and smoothed losses (and validation losses), each with the value
 * behind its name; of its repeats also loss_VALUE_SEED. NaN for losses that were not finite, and after the end of a sweep.
 */
export function valueSweepCsv({ tests }: ValueSweepReport): string {
  const completed = tests.flatMap(({ text, report }) => (report === null ? [] : [{ text, report }]));
  const lr = completed
    .map(({ report }) => repeatsIn(report).lr)
    .reduce((longest, one) => (one.length > longest.length ? one : longest), [] as readonly number[]);
  const columns = completed.flatMap(({ text, report: { curve, repeats } }): [string, readonly (number | null)[]][] => [
    [`loss_${text}`, curve.loss],
    [`smoothed_${text}`, curve.smoothed],
    ...(curve.valLoss ? [[`val_loss_${text}`, curve.valLoss] as [string, readonly (number | null)[]]] : []),
    ...repeats.map(({ seed, loss }): [string, readonly (number | null)[]] => [`loss_${text}_${seed}`, loss]),
  ]);
  return csvText(
    ['step', 'lr', ...columns.map(([name]) => name)],
    lr.map((rate, step) => [step, rate, ...columns.map(([, values]) => values[step] ?? Number.NaN)]),
  );
}
