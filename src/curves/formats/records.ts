import type { CurveTable } from '../table.js';

/** Objects as rows; their keys are the columns, in order of appearance. */
export function recordTable(
  records: readonly Readonly<Record<string, unknown>>[],
  place: CurveTable['place'],
): CurveTable {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const cell = (record: Readonly<Record<string, unknown>>, name: string) =>
    Object.hasOwn(record, name) ? record[name] : null;
  return { columns: names.map((name) => ({ name, cells: records.map((record) => cell(record, name)) })), place };
}
