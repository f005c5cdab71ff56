/** What was recorded, as columns: `lr`, `loss`, each metric by its name. */
export type History = Record<string, number[]>;

/** Adds a row. */
export function record(history: History, row: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(row)) {
    history[name] ??= [];
    history[name].push(value);
  }
}
