/** Told of every step. Default of all functions: a listener that does nothing. */
export interface Progress {
  /** A step begins, e.g. "fetching tensorflow-cpu 2.21.0". */
  readonly begin: (step: string) => void;
  /** Of the step that runs; `total` is 0 where it is not known. */
  readonly bytes: (done: number, total: number) => void;
  /** The step has ended; `result` in a few words, e.g. "ok". */
  readonly end: (result: string) => void;
}

export const silent: Progress = { begin: () => undefined, bytes: () => undefined, end: () => undefined };

/** 273829956 -> "274 MB", as package managers count (powers of ten). */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 9.95 ? Math.round(value) : value.toPrecision(2)} ${units[unit]}`;
}
