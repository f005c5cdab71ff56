import { formatLr } from '../base/numbers.js';

/** Multiples that ticks are spaced by, within a decade. */
const mantissas = [1, 2, 5] as const;

/** m * 10^e, the double nearest to it. */
const scientific = (mantissa: number, exponent: number) => Number(`${mantissa}e${exponent}`);

const exponentOf = (value: number) => Math.floor(Math.log10(value) + 1e-12);

/**
 * Steps 1, 2 or 5 times a power of ten, ascending, from the first that is at least `least`.
 *
 * @param magnitude largest absolute value on the axis; steps below its third digit would repeat labels and are left out
 */
export function niceSteps(least: number, magnitude: number, count: number): number[] {
  const resolution = magnitude > 0 ? scientific(1, exponentOf(magnitude) - 2) : 0;
  const wanted = Math.max(least, resolution, 1e-305);
  const steps: number[] = [];
  for (let exponent = exponentOf(wanted); steps.length < count; exponent++) {
    for (const mantissa of mantissas) {
      const step = scientific(mantissa, exponent);
      if (step >= wanted * (1 - 1e-9) && steps.length < count) steps.push(step);
    }
  }
  return steps;
}

/** The multiples of `step` within [min, max], ascending, without the rounding errors of a running sum. */
export function multiplesWithin(min: number, max: number, step: number): number[] {
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** At most `most` round numbers (1-2-5 steps) within [min, max], ascending; finite, min <= max, most >= 1. */
export function linearTicks(min: number, max: number, most: number): number[] {
  const magnitude = Math.max(Math.abs(min), Math.abs(max));
  const steps = niceSteps((max - min) / most, magnitude, 4);
  const fitting = steps.map((step) => multiplesWithin(min, max, step)).filter((ticks) => ticks.length <= most);
  return fitting[0] ?? [];
}

/**
 * At most `most` ticks for a logarithmic axis over [min, max], ascending; 0 < min <= max, most >= 1. The finest that
 * fit of: 1-2-5 within each decade, every decade, every 2nd, 3rd, 5th, 10th, ... A range too narrow for 1-2-5 to hit it
 * twice gets linear ticks.
 */
export function logTicks(min: number, max: number, most: number): number[] {
  const within = (value: number) => value >= min * (1 - 1e-9) && value <= max * (1 + 1e-9);
  const first = exponentOf(min);
  const last = exponentOf(max);
  const decades = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const fine = decades.flatMap((exponent) => mantissas.map((m) => scientific(m, exponent))).filter(within);
  if (fine.length < 2) return linearTicks(min, max, most);
  if (fine.length <= most) return fine;
  for (const stride of [1, ...niceSteps(2, 0, 20).flatMap((step) => (step === 2 ? [2, 3] : [step]))]) {
    const ticks = decades
      .filter((exponent) => exponent % stride === 0)
      .map((exponent) => scientific(1, exponent))
      .filter(within);
    if (ticks.length <= most) return ticks;
  }
  return [];
}

/**
 * Labels of at most 3 significant digits: on a linear axis all with the same decimals (0.5, 1.0, 1.5) while that is
 * short, else as learning rates are written (1e-4, 0.01, 10).
 */
export function tickLabels(ticks: readonly number[], scale: 'linear' | 'log'): string[] {
  const asRate = ticks.map(shortNumber);
  if (scale === 'log') return asRate;
  const largest = Math.max(0, ...ticks.map(Math.abs));
  const decimals = Math.max(0, ...ticks.map((tick) => decimalsOf(tick)));
  return decimals <= 3 && largest < 1e4 ? ticks.map((tick) => tick.toFixed(decimals)) : asRate;
}

/** As learning rates are written, with at most 3 significant digits: -0.5, 1.2e-3, 3.46e7. */
export const shortNumber = (value: number): string => `${value < 0 ? '-' : ''}${formatLr(Math.abs(value), 3)}`;

/** Decimals needed to write the number with at most 3 significant digits. */
function decimalsOf(value: number): number {
  if (value === 0) return 0;
  const [digits = '', exponent = '0'] = Number(value.toPrecision(3)).toExponential().split('e');
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent));
}
