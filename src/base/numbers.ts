/** n numbers from start to end in equal ratios, both ends hit exactly; start and end positive. */
export function geometricSpace(start: number, end: number, n: number): number[] {
  const ratio = Math.log(end / start);
  return spaced(start, end, n, (part) => start * Math.exp(ratio * part));
}

/** n numbers from start to end in equal steps, both ends hit exactly. */
export function linearSpace(start: number, end: number, n: number): number[] {
  return spaced(start, end, n, (part) => start + (end - start) * part);
}

function spaced(start: number, end: number, n: number, at: (part: number) => number): number[] {
  return Array.from({ length: n }, (_, i) => (i === 0 ? start : i === n - 1 ? end : at(i / (n - 1))));
}

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
