import type { z } from 'zod';

/** What a training shows its controllers at the end of an epoch. */
export interface Seen {
  /** 1-based. */
  readonly epoch: number;
  /** Loss and metrics by their names, those of the validation examples with `val_` in front. */
  readonly values: Readonly<Record<string, number>>;
}

/** What a controller wants; nothing where it is empty. */
export interface Decision {
  /** The learning rate from now on: the rate of a constant schedule, the peak of any other. */
  readonly lr?: number;
  /** The training is to end. */
  readonly stop?: true;
  /** The weights as they are now are to be kept: they are what it wants back at the end. */
  readonly keepWeights?: true;
  /** Why, e.g. "val_loss has not improved for 3 epochs"; there where `lr` or `stop` is. */
  readonly why?: string;
}

export interface Verdict<State> {
  readonly state: State;
  readonly decision: Decision;
}

/**
 * A rule that watches values of a training: a fold over plain state, which JSON keeps exactly. Pure: equal states and
 * values give equal verdicts, and no state is changed.
 */
export interface Controller<State = unknown> {
  /** The state before any epoch. */
  readonly start: State;
  readonly fold: (state: State, seen: Seen) => Verdict<State>;
}

/** What a controller has to know of the training it watches. */
export interface Watched {
  /** The rate that the schedule gives: of a constant one the rate, of any other the peak. */
  readonly lr: number;
  /** The value to watch where its parameters name none. */
  readonly monitor: string;
}

/** One controller: its name, its parameters with their defaults, and how to build it from them. */
export interface ControllerSpec<N extends string, S extends z.core.$ZodShape, State> {
  readonly name: N;
  /** One line for help and docs. */
  readonly summary: string;
  /** Paper or API page of the rule. */
  readonly source: string;
  readonly params: S;
  readonly build: (params: z.output<z.ZodObject<S>>, watched: Watched) => Controller<State>;
}

export const nothing: Decision = {};
