/**
 * A recorded range test, as columns of equal length. `lr` is finite, positive or 0; `loss` may hold NaN and Infinity.
 * loss[i] is the loss of batch i BEFORE the update with lr[i].
 */
export interface Curve {
  readonly lr: readonly number[];
  readonly loss: readonly number[];
  /** Loss of the same training rows at every rate, without dropout, before the update too: free of the noise of batches. */
  readonly fixedLoss?: readonly number[];
}

/** An answer, or the reason there is none. Never a number that the curve does not support. */
export type Suggestion =
  | { readonly ok: true; readonly lr: number /** into the recorded curve */; readonly index: number }
  | { readonly ok: false; readonly why: string };

/** The points of a curve that can be drawn over ln(lr), as columns, with their places in the recorded one. */
export interface FinitePart {
  readonly lnLr: readonly number[];
  readonly loss: readonly number[];
  readonly index: readonly number[];
}

/** Points with a finite loss at lr > 0 (a linear sweep may begin at 0): gaps and tails of NaN are left out. */
export function finitePart({ lr, loss }: Curve): FinitePart {
  const index = [...lr.keys()].filter((i) => lr[i]! > 0 && Number.isFinite(lr[i]) && Number.isFinite(loss[i]));
  return { lnLr: index.map((i) => Math.log(lr[i]!)), loss: index.map((i) => loss[i]!), index };
}

/** Why the points are no sweep, or null: at least `least` of them, and every learning rate above the one before. */
export function notASweep({ lnLr }: FinitePart, least: number): string | null {
  if (lnLr.length < least) return `needs ${least} finite points or more, has ${lnLr.length}`;
  const falls = lnLr.findIndex((x, i) => i > 0 && !(x > lnLr[i - 1]!));
  return falls === -1 ? null : `the learning rate does not rise at finite point ${falls} (counted from 0)`;
}

/** The suggestion that is the recorded point `index`. */
export const suggestPoint = ({ lr }: Curve, index: number): Suggestion => ({ ok: true, lr: lr[index]!, index });

export const noSuggestion = (why: string): Suggestion => ({ ok: false, why });

/** Share of a sweep, its first rates, that shows the loss of the untrained model. */
export const startShare = 0.1;
