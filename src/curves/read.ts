import type { Curve } from '../analysis/curve.js';
import type { ColumnChoice } from './columns.js';
import { formatOf } from './formats/all.js';
import { curveOf } from './points.js';
import type { CurveSource } from './source.js';

/** A curve with what a reader should know of files of its format. */
export interface ReadCurve {
  readonly curve: Curve;
  readonly note?: string;
}

/**
 * The curve in a file of any known format, known by its content.
 *
 * Errors: CURVE_INVALID, CURVE_COLUMN, JSON_INVALID, with the place.
 */
export function readCurve(source: CurveSource, choice: ColumnChoice = {}): ReadCurve {
  const { read, note } = formatOf(source);
  return { curve: curveOf(read(source), choice, source.where), ...(note !== undefined && { note }) };
}
