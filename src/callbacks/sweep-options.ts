import { z } from 'zod';
import { checked } from '../api/checked.js';
import { findConfig } from '../config/find-config.js';

/** The range test: meanings and defaults are those of `find` in a config. */
export interface SweepOptions {
  /** How the learning rate grows. Default 'exponential'. */
  readonly mode?: 'exponential' | 'linear' | undefined;
  /** Learning rate of the first update. Default 1e-7. */
  readonly startLr?: number | undefined;
  /** Learning rate of the last update. Default 10. */
  readonly endLr?: number | undefined;
  /** Updates. Default 100. */
  readonly steps?: number | undefined;
  /** Beta of the debiased moving average of the loss, in [0, 1). Default 0.9. */
  readonly smoothing?: number | undefined;
  /** The sweep ends when the smoothed loss exceeds its best value this many times. Default 4. */
  readonly divergeFactor?: number | undefined;
}

export type ReadSweepOptions = { readonly [K in keyof SweepOptions]-?: NonNullable<SweepOptions[K]> };

const { mode, startLr, endLr, steps, smoothing, divergeFactor } = findConfig.shape;
export const sweepShape = { mode, startLr, endLr, steps, smoothing, divergeFactor };

/** Error: OPTION. */
export function readSweepOptions(options: SweepOptions, place: string): ReadSweepOptions {
  const read = checked(z.strictObject(sweepShape), options, place);
  requirePossible(read, place);
  return read;
}

/** The rules about two options. Error: OPTION. */
export function requirePossible({ mode, startLr, endLr }: ReadSweepOptions, place: string): void {
  checked(findConfig, { mode, startLr, endLr }, place);
}
