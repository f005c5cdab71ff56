/**
 * The number that lies `part` of the way from start to end in equal ratios: start (end / start)^part. Exactly start at
 * part 0 and end at part 1, never outside of them. start and end positive.
 */
export function geometricBetween(start: number, end: number, part: number): number {
  return within(start, end, part < 1 ? start * (end / start) ** part : end);
}

/** The number that lies `part` of the way from start to end in equal steps; exactly start at 0 and end at 1. */
export function linearBetween(start: number, end: number, part: number): number {
  return within(start, end, part < 1 ? start + (end - start) * part : end);
}

/** n numbers from start to end in equal ratios, both ends hit exactly; n = 1 gives start. */
export function geometricSpace(start: number, end: number, n: number): number[] {
  return Array.from({ length: n }, (_, i) => geometricBetween(start, end, partOf(i, n)));
}

/** n numbers from start to end in equal steps, both ends hit exactly; n = 1 gives start. */
export function linearSpace(start: number, end: number, n: number): number[] {
  return Array.from({ length: n }, (_, i) => linearBetween(start, end, partOf(i, n)));
}

/** How far number i of n is from the first (0) to the last (1); past the last one 1, and 0 where there is only one. */
export const partOf = (i: number, n: number): number => (n > 1 ? Math.min(i / (n - 1), 1) : 0);

/**
 * The number that lies `part` of the way from start to end along half a cosine: flat at both ends, which it hits
 * exactly. Past them it goes on along the cosine.
 */
export function cosineBetween(start: number, end: number, part: number): number {
  const cosine = Math.cos(Math.PI * part);
  return cosine > 0 ? start + ((end - start) * (1 - cosine)) / 2 : end + ((start - end) * (1 + cosine)) / 2;
}

/** Rounding may lead a hair past an end. */
const within = (start: number, end: number, value: number) =>
  Math.min(Math.max(value, Math.min(start, end)), Math.max(start, end));

/** A learning rate with `digits` significant digits, as people type it: 0.012, 1.2e-3 for small ones. */
export function formatLr(lr: number, digits = 2): string {
  if (lr === 0) return '0';
  const rounded = Number(lr.toPrecision(digits));
  const plain = rounded >= 0.01 && rounded < 1e4;
  return plain ? String(rounded) : rounded.toExponential().replace('e+', 'e');
}

/** A number as people type it, or null: no "1e-3abc", no "", no "0x10", no Infinity. */
export function parseNumber(text: string): number | null {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim())) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}
