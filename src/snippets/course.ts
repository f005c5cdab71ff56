import { compileExpression } from '../base/expression.js';
import type { ScheduleConfig } from '../schedules/all.js';
import type { Horizon } from '../schedules/schedule.js';
import { type Corner, cornersOf } from './corners.js';
import { type Piece, piecesOf, shifted } from './formulas.js';

/** The rates of a run as another program can compute them. */
export type Course =
  | { readonly kind: 'formula'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'table'; readonly corners: readonly Corner[]; readonly exact: boolean };

/** A schedule over a run, with the rates that it has there. */
export interface Scheduled {
  readonly config: ScheduleConfig;
  /** Of the schedule, without the climb in front. */
  readonly horizon: Horizon;
  readonly warmupSteps: number;
  /** Of every update of the run. */
  readonly lr: readonly number[];
}

/** How far straight lines, a formula, and a table whose curve is cut may be from the rates: parts of the highest rate. */
export const tolerances = { straight: 1e-12, formula: 1e-9, table: 2e-7 } as const;
/** A table of so few corners is easier to read than a formula. */
const fewCorners = 12;
const mostCorners = 2000;

/**
 * The shortest form of the rates: a table with few corners where they are straight, the closed form of the schedule
 * where that gives these rates (it is compared with all of them), else a longer table, cut to `tolerances.table` of the
 * highest rate. null where that is too long as well.
 */
export function courseOf({ config, horizon, warmupSteps, lr }: Scheduled): Course | null {
  const table = (corners: readonly Corner[], exact: boolean): Course => ({ kind: 'table', corners, exact });
  const straight = cornersOf(lr, tolerances.straight);
  if (straight.length <= fewCorners) return table(straight, true);
  const pieces = provenPieces(config, horizon, warmupSteps, lr);
  if (pieces !== null) return { kind: 'formula', pieces };
  if (straight.length <= mostCorners / 10) return table(straight, true);
  const cut = cornersOf(lr, tolerances.table);
  return cut.length <= mostCorners ? table(cut, false) : null;
}

/** The closed form behind the climb, if it gives the rates that there are. */
function provenPieces(config: ScheduleConfig, horizon: Horizon, warmup: number, lr: readonly number[]): Piece[] | null {
  const own = piecesOf(config, horizon);
  const climb = climbOf(lr.slice(0, warmup + 1));
  if (own === null || own.length === 0 || climb === null) return null;
  const pieces = [...climb, ...shifted(own, warmup)].filter(({ from }) => from < lr.length);
  const most = Math.max(...lr.map(Math.abs));
  const compiled = pieces.map((piece) => ({ ...piece, at: compileExpression(piece.lr, ['t']) }));
  const close = lr.every((rate, t) => {
    const { at } = compiled.findLast(({ from }) => from <= t)!;
    return Math.abs(at(t) - rate) <= tolerances.formula * most;
  });
  return close ? pieces : null;
}

/** A straight climb in front of a schedule, or none; null where it is not straight. */
function climbOf(lr: readonly number[]): Piece[] | null {
  if (lr.length <= 1) return [];
  const corners = cornersOf(lr.slice(0, -1), tolerances.formula);
  if (corners.length > 2) return null;
  const [first, last = first] = corners as [Corner, Corner?];
  const slope = last === first ? 0 : (last!.lr - first.lr) / (last!.step - first.step);
  return [{ from: 0, lr: `${first.lr} + ${slope < 0 ? `(${slope})` : slope} * t` }];
}
