/**
 * Second-order slope of y per point: (y[i + 1] - y[i - 1]) / 2, one-sided at both ends. Needs 2 points or more; not
 * finite where a neighbour is not.
 *
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.gradient.html
 */
export function gradient(y: readonly number[]): number[] {
  const last = y.length - 1;
  return y.map((_, i) => {
    if (i === 0) return y[1]! - y[0]!;
    if (i === last) return y[last]! - y[last - 1]!;
    return (y[i + 1]! - y[i - 1]!) / 2; // not by way of y[i], whose being NaN must not matter here
  });
}

/**
 * Second-order slope of y over x, as numpy.gradient and torch.gradient compute it: with h1 = x[i] - x[i - 1] and
 * h2 = x[i + 1] - x[i],
 *
 *   g[i] = (h1^2 y[i + 1] + (h2^2 - h1^2) y[i] - h2^2 y[i - 1]) / (h1 h2 (h1 + h2)),     one-sided at both ends.
 *
 * Needs 2 points or more; not finite where y[i] or a neighbour is not.
 */
export function gradientOver(x: readonly number[], y: readonly number[]): number[] {
  const chord = (i: number) => (y[i + 1]! - y[i]!) / (x[i + 1]! - x[i]!);
  const last = y.length - 1;
  return y.map((_, i) => {
    if (i === 0) return chord(0);
    if (i === last) return chord(last - 1);
    const h1 = x[i]! - x[i - 1]!;
    const h2 = x[i + 1]! - x[i]!;
    return (h1 * chord(i) + h2 * chord(i - 1)) / (h1 + h2); // the same, without squares that could overflow
  });
}

/** Place of the lowest value, the first of equal ones; a NaN is lower than all, as to numpy and torch. -1 if empty. */
export function argmin(values: readonly number[]): number {
  let lowest = -1;
  for (const [i, value] of values.entries()) {
    if (Number.isNaN(value)) return i;
    if (lowest === -1 || value < values[lowest]!) lowest = i;
  }
  return lowest;
}
