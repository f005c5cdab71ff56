import type { Curve } from '../analysis/curve.js';
import { userError } from '../base/errors.js';
import { shownText } from '../base/shown.js';
import { type ColumnChoice, curveColumns } from './columns.js';
import { fixedNames, plainName } from './roles.js';
import { type CurveTable, numberIn } from './table.js';

/**
 * The curve in a table. Rows without a learning rate are none of its points; a loss that was not recorded, or was NaN, is
 * a point that is not finite.
 *
 * Loggers that write a row per value (Lightning) put rate and loss of an update in rows of their own: they are brought
 * together by the column `step`, and updates that lack one of the two are left out.
 *
 * The losses of fixed rows, which lr-tool writes beside those of the batches, are taken along.
 *
 * Errors: CURVE_COLUMN, CURVE_INVALID.
 */
export function curveOf(table: CurveTable, choice: ColumnChoice, where: string): Curve {
  const { lr, loss } = curveColumns(table, choice, where);
  if (lr.cells.length !== loss.cells.length) {
    const [rates, losses] = [lr, loss].map(({ name, cells }) => `'${shownText(name)}' has ${cells.length}`);
    throw userError('CURVE_INVALID', `${where}: ${rates} entries, ${losses}`, {
      hint: 'they belong together one by one: cut the longer one',
    });
  }
  const numbers = ({ name, cells }: typeof lr) =>
    cells.map((cell, row) => numberIn(cell, () => table.place(row, name)));
  const rows = numbers(lr).map((rate, row) => ({ row, rate }));
  const losses = numbers(loss);
  const apart = rows.some(({ rate, row }) => rate === null && losses[row] !== null);
  const step = table.columns.find(({ name }) => plainName(name) === 'step');
  const steps = apart && step !== undefined ? numbers(step) : null;
  const points =
    steps !== null
      ? joined(rows, losses, steps)
      : rows.flatMap(({ rate, row }) => (rate === null ? [] : [{ row, rate, loss: losses[row] ?? Number.NaN }]));
  const bad = points.find(({ rate }) => !(rate >= 0 && Number.isFinite(rate)));
  if (bad !== undefined) {
    throw userError('CURVE_INVALID', `${table.place(bad.row, lr.name)}: ${bad.rate} is no learning rate`, {
      hint: 'learning rates are numbers of 0 or more; leave that row out',
    });
  }
  if (points.length === 0) {
    throw userError('CURVE_INVALID', `${where} has no row with both a learning rate and a loss`, {
      hint: 'is it the right file, and are those the right columns (--lr-column, --loss-column)?',
    });
  }
  const fixed = table.columns.find(({ name }) => fixedNames.includes(plainName(name)));
  const fixedLosses = fixed && numbers(fixed);
  return {
    lr: points.map(({ rate }) => rate),
    loss: points.map((point) => point.loss),
    ...(fixedLosses && { fixedLoss: valuesAt(points, rows, fixedLosses, steps) }),
  };
}

interface RateRow {
  readonly row: number;
  readonly rate: number | null;
}

/** What a column holds for each point: in its row, or with the step of its row; NaN where it has nothing. */
function valuesAt(
  points: readonly { readonly row: number }[],
  rows: readonly RateRow[],
  values: readonly (number | null)[],
  steps: readonly (number | null)[] | null,
): number[] {
  if (steps === null) return points.map(({ row }) => values[row] ?? Number.NaN);
  const at = new Map(joined(rows, values, steps).map(({ row, loss }) => [row, loss]));
  return points.map(({ row }) => at.get(row) ?? Number.NaN);
}

/** One point per step that has both, in the order of their rates' rows. */
function joined(rows: readonly RateRow[], losses: readonly (number | null)[], steps: readonly (number | null)[]) {
  const lossAt = new Map(losses.flatMap((loss, row) => (loss === null ? [] : [[steps[row], loss] as const])));
  return rows.flatMap(({ rate, row }) => {
    const loss = lossAt.get(steps[row]);
    return rate === null || loss === undefined ? [] : [{ row, rate, loss }];
  });
}
