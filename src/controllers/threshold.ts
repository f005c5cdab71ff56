import { z } from 'zod';
import type { Direction } from './monitor.js';

export const thresholdModes = ['rel', 'abs'] as const;

/** How much better a value has to be to count. */
export interface Threshold {
  readonly mode: Direction;
  readonly threshold: number;
  readonly thresholdMode: (typeof thresholdModes)[number];
}

export const thresholdSize = (size: number, text = 'least change that counts as better') =>
  z.number().min(0).default(size).describe(text);

/**
 *   rel   min: value < best (1 - threshold)      max: value > best (1 + threshold)
 *   abs   min: value < best - threshold          max: value > best + threshold
 *
 * NaN is never better. With rel a negative value that stays as it is counts as better for ever: take abs there.
 */
export function isBetter(value: number, best: number, { mode, threshold, thresholdMode }: Threshold): boolean {
  const sign = mode === 'min' ? -1 : 1;
  const wanted = thresholdMode === 'rel' ? best * (1 + sign * threshold) : best + sign * threshold;
  return sign * value > sign * wanted;
}

/** Worse than any value. */
export const worst = (mode: Direction): number =>
  mode === 'min' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
