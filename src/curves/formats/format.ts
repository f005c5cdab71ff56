import type { CurveSource } from '../source.js';
import type { CurveTable } from '../table.js';

/** A way in which curves are written. */
export interface CurveFormat {
  readonly name: string;
  /** What it looks like and who writes it, in one line for docs. */
  readonly summary: string;
  /** What a reader should know of such files. */
  readonly note?: string;
  readonly recognises: (source: CurveSource) => boolean;
  /** Errors: CURVE_INVALID, JSON_INVALID, with the place. */
  readonly read: (source: CurveSource) => CurveTable;
}
