import { userError } from '../base/errors.js';
import { nearestName } from '../base/names.js';
import { shownText } from '../base/shown.js';
import { lossRole, lrRole, plainName, type Role } from './roles.js';
import { type Column, type CurveTable, columnList } from './table.js';

/** Columns that were asked for, by name or by position counted from 0. */
export interface ColumnChoice {
  readonly lrColumn?: string | undefined;
  readonly lossColumn?: string | undefined;
}

/**
 * The columns of learning rate and loss: those asked for, else those whose names say so.
 *
 * Errors: CURVE_COLUMN where none or several do, or there is no such column.
 */
export function curveColumns(table: CurveTable, choice: ColumnChoice, where: string): { lr: Column; loss: Column } {
  return {
    lr: columnFor(table, lrRole, choice.lrColumn, where),
    loss: columnFor(table, lossRole, choice.lossColumn, where),
  };
}

function columnFor(table: CurveTable, role: Role, asked: string | undefined, where: string): Column {
  if (asked !== undefined) return columnAsked(table, role, asked, where);
  const fitting = role.names
    .map((pattern) => table.columns.filter(({ name }) => pattern.test(plainName(name))))
    .find((columns) => columns.length > 0);
  if (fitting?.length === 1) return fitting[0]!;
  const example = fitting?.[0] ?? table.columns.at(-1);
  const what =
    fitting === undefined
      ? `${where} has no column that is plainly the ${role.what}; its columns: ${columnList(table)}`
      : `${where}: the ${role.what} may be any of ${columnList({ ...table, columns: fitting })}`;
  throw userError('CURVE_COLUMN', what, {
    hint: `type which one it is, e.g. ${role.flag} '${shownText(example?.name ?? '0')}'`,
  });
}

function columnAsked(table: CurveTable, { flag }: Role, asked: string, where: string): Column {
  const named = table.columns.filter(({ name }) => name === asked);
  const [only] = named.length === 0 && /^\d+$/.test(asked) ? table.columns.slice(Number(asked)) : named;
  if (only !== undefined && named.length < 2) return only;
  const names = table.columns.map(({ name }) => name);
  const near = nearestName(asked, names);
  const what = only === undefined ? 'no column' : 'several columns called';
  throw userError('CURVE_COLUMN', `${flag} ${shownText(asked)}: ${where} has ${what} '${shownText(asked)}'`, {
    hint:
      only !== undefined
        ? `give its position, counted from 0: ${names.flatMap((name, i) => (name === asked ? [i] : [])).join(' or ')}`
        : near !== null
          ? `did you mean '${shownText(near)}'?`
          : `its columns: ${columnList(table)}`,
  });
}
