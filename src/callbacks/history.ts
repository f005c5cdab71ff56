/** What was recorded, as columns: `lr`, `loss`, each metric by its name. */
export interface History {
  lr: number[];
  [column: string]: number[];
}

/** Adds a row. */
export function record(history: History, row: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(row)) {
    const column = history[name] ?? [];
    column.push(value);
    history[name] = column;
  }
}
