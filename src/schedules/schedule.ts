import { z } from 'zod';
import type { Horizon as Lengths } from '../base/units.js';

/** What a schedule is built for: the lengths of the run, and the files it may name. */
export interface Horizon extends Lengths {
  /** The text of a file; without it, schedules that are read from one cannot be built. */
  readonly readText?: (path: string) => string;
}

/**
 * The learning rate of the update at `step` (0-based, counted in optimizer updates). Pure and total: any whole
 * step >= 0, in any order, past the end too.
 */
export type Schedule = (step: number) => number;

/** The momentum (beta1) of the update at `step`; undefined where the optimizer keeps its own. Pure and total as well. */
export type Momentum = (step: number) => number | undefined;

/** One schedule: its name, its parameters with their defaults, and how to build it from them. */
export interface ScheduleSpec<N extends string = string, S extends z.core.$ZodShape = z.core.$ZodShape> {
  readonly name: N;
  /** One line for help and docs. */
  readonly summary: string;
  /** Paper or API page of the formula. */
  readonly source: string;
  readonly params: S;
  /** Which rates of a range test suit it; those of one that falls from the start on, as cosine does, if left out. */
  readonly rates?: 'clr' | 'one-cycle' | 'constant';
  /** Parameters that show it at work, where `maxLr` alone does not; for docs and tests. */
  readonly example?: z.input<z.ZodObject<S>>;
  /** Whether its rates are not known as long as `maxLr` is not; always, if left out. */
  readonly needsMaxLr?: (params: z.output<z.ZodObject<S>>) => boolean;
  readonly build: (params: z.output<z.ZodObject<S>>, horizon: Horizon) => Schedule;
  /** The momentum that goes with the rates; null where the parameters ask for none. */
  readonly momentum?: (params: z.output<z.ZodObject<S>>, horizon: Horizon) => Momentum | null;
}

/** One schedule, with the strict schema of its config: the name and the parameters, nothing else. */
export interface DefinedSchedule<N extends string, S extends z.core.$ZodShape> extends ScheduleSpec<N, S> {
  readonly config: z.ZodObject<{ name: z.ZodLiteral<N> } & S, z.core.$strict>;
}

export const defineSchedule = <const N extends string, S extends z.core.$ZodShape>(
  spec: ScheduleSpec<N, S>,
): DefinedSchedule<N, S> => ({
  ...spec,
  config: z
    .strictObject({ name: z.literal(spec.name).describe('which schedule'), ...spec.params })
    .describe(spec.summary),
});

/** The learning rates of the first `steps` updates, in order. */
export const ratesOf = (schedule: Schedule, steps: number): number[] =>
  Array.from({ length: steps }, (_, step) => schedule(step));
