import { z } from 'zod';

/** Lengths only the run knows. Unit: optimizer updates. */
export interface Horizon {
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
}

/** What one of each unit is, in updates; an empty unit is the update itself. */
const units: Readonly<Record<string, (horizon: Horizon) => number>> = {
  '': () => 1,
  ep: ({ stepsPerEpoch }) => stepsPerEpoch,
  '%': ({ totalSteps }) => totalSteps / 100,
};

const pattern = /^(\d+\.?\d*|\.\d+) *(ep|%|)$/;
/** The same, with a digit that is not 0. */
const positive = /^(?=[^a-z%]*[1-9])(\d+\.?\d*|\.\d+) *(ep|%|)$/;

const withUnit = (form: RegExp) =>
  z
    .string()
    .regex(form, { error: 'must be a length such as 500 (updates), 2ep (epochs) or 10% (of the run)' })
    .describe('with its unit: "2ep" (epochs), "10%" (of the run)');

/** A span of training of one update or more: a number of updates, or a text with its unit. */
export const length = z.union([z.int().min(1).describe('updates'), withUnit(positive)]);
/** A span that need not end at an update: as a number it is taken as it is. */
export const exactLength = z.union([z.number().min(1).describe('updates, not rounded'), withUnit(positive)]);
/** A span of training that may be nothing. */
export const lengthOrZero = z.union([z.int().min(0).describe('updates'), withUnit(pattern)]);

export type Length = z.output<typeof length>;

/** The length in updates; rounded to a whole number where it has a unit. */
export function updatesIn(length: Length, horizon: Horizon): number {
  if (typeof length === 'number') return length;
  const [, amount, unit] = pattern.exec(length)!; // its schema has matched it
  return Math.round(Number(amount) * units[unit!]!(horizon));
}
