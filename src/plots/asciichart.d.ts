declare module 'asciichart' {
  export interface PlotConfig {
    readonly min?: number;
    readonly max?: number;
    /** Rows minus one. */
    readonly height?: number;
    /** Columns of the axis in front of the line. */
    readonly offset?: number;
    readonly format?: (value: number, index: number) => string;
    /** first value, axis, 2 unused, horizontal, down-right, up-right, right-down, right-up, vertical */
    readonly symbols?: readonly string[];
  }
  /** n values become n - 1 columns: column i joins values i and i + 1. */
  export function plot(values: readonly number[], config?: PlotConfig): string;
}
