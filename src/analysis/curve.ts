/**
 * A recorded range test, as columns of equal length. `lr` is finite, positive or 0; `loss` may hold NaN and Infinity.
 * loss[i] is the loss of batch i BEFORE the update with lr[i].
 */
export interface Curve {
  readonly lr: readonly number[];
  readonly loss: readonly number[];
}

/** An answer, or the reason there is none. Never a number that the curve does not support. */
export type Suggestion =
  | { readonly ok: true; readonly lr: number /** into the recorded curve */; readonly index: number }
  | { readonly ok: false; readonly why: string };
