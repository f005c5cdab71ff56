import type { Column, CurveTable } from '../table.js';

/**
 * Objects as rows; their keys are the columns, in order of appearance. A column is made when it is asked for: where each
 * row has keys of its own, all of them together are the square of the file.
 */
export function recordTable(
  records: readonly Readonly<Record<string, unknown>>[],
  place: CurveTable['place'],
): CurveTable {
  const names = new Set<string>();
  for (const record of records) for (const name of Object.keys(record)) names.add(name);
  const cell = (record: Readonly<Record<string, unknown>>, name: string) =>
    Object.hasOwn(record, name) ? record[name] : null;
  const column = (name: string): Column => ({
    name,
    get cells() {
      return records.map((record) => cell(record, name));
    },
  });
  return { columns: Array.from(names, column), place };
}
