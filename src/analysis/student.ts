/**
 * P(T > t) for Student's t with `df` degrees of freedom, t >= 0.
 *
 *   I_x(df / 2, 1 / 2) / 2,   x = df / (df + t^2)
 *
 * Source: Abramowitz and Stegun 1964, 26.7.1
 */
export const studentTail = (t: number, df: number): number => incompleteBeta(df / (df + t * t), df / 2, 0.5) / 2;

/**
 * The t that is exceeded with probability `tail` (0 < tail <= 1/2), by bisection of the above.
 *
 * @param df degrees of freedom, 1 or more
 */
export function studentQuantile(tail: number, df: number): number {
  let [low, high] = [0, 1];
  while (studentTail(high, df) > tail) [low, high] = [high, high * 2];
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (studentTail(middle, df) > tail) low = middle;
    else high = middle;
  }
  return high;
}

/** I_x(a, b), by its continued fraction. Source: Abramowitz and Stegun 1964, 26.5.8; evaluated by Lentz's method */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a); // where the fraction converges fast
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  const tiny = Number.MIN_VALUE / Number.EPSILON;
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let c = 1;
  let fraction = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let change = 1;
    for (const term of [even, odd]) {
      d = 1 / away(1 + term * d);
      c = away(1 + term / c);
      change = c * d;
      fraction *= change;
    }
    if (Math.abs(change - 1) < Number.EPSILON) break;
  }
  return (front * fraction) / a;
}

/** ln Gamma(x), x > 0. Source: Lanczos 1964, SIAM J. Numer. Anal. 1, 86-96, with g = 7 and nine terms: 15 digits */
function logGamma(x: number): number {
  const sum = lanczos.reduce((total, weight, i) => total + weight / (x + i), 0.99999999999980993);
  const shifted = x + 6.5;
  return (x - 0.5) * Math.log(shifted) - shifted + Math.log(Math.sqrt(2 * Math.PI) * sum);
}

const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
