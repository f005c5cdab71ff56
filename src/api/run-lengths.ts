import { z } from 'zod';
import { userError } from '../base/errors.js';
import type { Horizon } from '../schedules/schedule.js';

/** Lengths of the training, wanted only where a length of the schedule is given in epochs or as part of the run. */
export const runLengths = {
  totalSteps: z.int().min(1).optional().describe('updates of the whole training'),
  stepsPerEpoch: z.int().min(1).optional().describe('updates of an epoch'),
};

export interface RunLengths {
  readonly totalSteps?: number | undefined;
  readonly stepsPerEpoch?: number | undefined;
}

/**
 * The lengths, for a schedule that may or may not look at them.
 *
 * Error: RUN_LENGTH where it looks at one that was not given.
 */
export function horizonOf(place: string, { totalSteps, stepsPerEpoch }: RunLengths): Horizon {
  const wanted = (key: keyof RunLengths, unit: string, value: number | undefined): number => {
    if (value !== undefined) return value;
    throw userError('RUN_LENGTH', `${place}: ${key} is missing, and a length is given ${unit}`, {
      hint: `add ${key}, or give all lengths in updates`,
    });
  };
  return {
    get totalSteps() {
      return wanted('totalSteps', 'as part of the run, or left out', totalSteps);
    },
    get stepsPerEpoch() {
      return wanted('stepsPerEpoch', 'in epochs, or left out', stepsPerEpoch);
    },
  };
}
