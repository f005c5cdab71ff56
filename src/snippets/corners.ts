/** A point of a polyline through the rates. */
export interface Corner {
  readonly step: number;
  readonly lr: number;
}

/**
 * A polyline that passes every rate within `tolerance` of the highest one: as long a line as possible from each corner
 * on. All corners are rates themselves, so a jump is two corners side by side. Time grows with the number of rates.
 */
export function cornersOf(lr: readonly number[], tolerance: number): Corner[] {
  const allowed = tolerance * lr.reduce((most, rate) => Math.max(most, Math.abs(rate)), 0);
  const corner = (step: number): Corner => ({ step, lr: lr[step]! });
  const corners = [corner(0)];
  let start = 0;
  while (start < lr.length - 1) {
    const end = farthest(lr, start, allowed);
    corners.push(corner(end));
    start = end;
  }
  return corners;
}

/** The last step that a line from `start` reaches without leaving any rate between by more than allowed. */
function farthest(lr: readonly number[], start: number, allowed: number): number {
  let [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  let reached = start + 1;
  for (let end = start + 1; end < lr.length; end++) {
    const run = end - start;
    const slope = (lr[end]! - lr[start]!) / run;
    if (slope >= least && slope <= most) reached = end;
    least = Math.max(least, (lr[end]! - allowed - lr[start]!) / run);
    most = Math.min(most, (lr[end]! + allowed - lr[start]!) / run);
    if (least > most) break; // no line passes all of them any more
  }
  return reached;
}
