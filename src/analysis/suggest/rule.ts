import type { Curve, Suggestion } from '../curve.js';

export interface SuggestOptions {
  /** Updates the sweep was planned for; some rules skip a share of them. More than recorded where it ended early. */
  readonly steps: number;
}

/** Reads a learning rate off a curve. Pure and total: any curve, any number of points. */
export type Suggest = (curve: Curve, options: SuggestOptions) => Suggestion;

/** A way to read one learning rate off a range test. */
export interface Rule {
  readonly name: string;
  /** What it returns and what its slope is taken against, in one line for help and docs. */
  readonly summary: string;
  /** Paper, or the tool it reproduces index by index. */
  readonly source: string;
  /** How its tool smooths raw losses before `suggest` sees them. */
  readonly smooth: (losses: readonly number[]) => readonly number[];
  /** Judges the losses as they are given. */
  readonly suggest: Suggest;
}
