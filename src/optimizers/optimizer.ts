import type { z } from 'zod';
import type { Clip } from './clip.js';
import type { CommonParams, DecayDefaults } from './params.js';

/**
 * The arithmetic an update rule is written in, over any kind of tensor: TensorFlow's, a graph node, a plain array.
 * All operations are element by element; a number or a scalar tensor, on either side, is broadcast.
 */
export interface Algebra<T> {
  add(a: T, b: T | number): T;
  sub(a: T, b: T | number): T;
  mul(a: T, b: T | number): T;
  div(a: T, b: T | number): T;
  sqrt(a: T): T;
  square(a: T): T;
  abs(a: T): T;
  sign(a: T): T;
  maximum(a: T, b: T | number): T;
  minimum(a: T, b: T | number): T;
}

/** What an update rule sees of one weight tensor. */
export interface UpdateInput<T, S extends string = string, C extends string = string> {
  readonly weight: T;
  readonly gradient: T;
  /** By the names in `slots`. */
  readonly slots: Readonly<Record<S, T>>;
  /** The numbers of `coefficients`, as scalar tensors. */
  readonly c: Readonly<Record<C, T>>;
}

export interface UpdateOutput<T> {
  readonly weight: T;
  readonly slots: Readonly<Record<string, T>>;
}

/** State an optimizer keeps for every weight tensor: of the weight's shape, filled with `initial`. */
export type Slots<S extends string = string> = Readonly<Record<S, { readonly initial: number }>>;

/**
 * An update rule as data and two pure functions. Nothing is kept between updates but the slots and the number of
 * updates done, so that a run can be stopped and resumed to the same bits.
 */
export interface UpdateRule {
  readonly slots: Slots;
  /** Part of the memory that an update keeps (momentum, beta1), if an update may be given another; else undefined. */
  readonly momentum?: number | undefined;
  /**
   * The numbers of one update that are the same for every weight, computed once in double precision. Nothing that
   * depends on the learning rate, the count or a momentum that changes may stand anywhere else: a compiled step feeds these and no others.
   *
   * @param lr learning rate of this update, 0 or more
   * @param t number of this update, counted from 1
   * @param momentum of this update, 0 or more and below 1; default: `momentum`
   */
  coefficients(lr: number, t: number, momentum?: number): Readonly<Record<string, number>>;
  update<T>(m: Algebra<T>, input: UpdateInput<T>): UpdateOutput<T>;
}

/** An update rule with its weight decay in it, and the clipping that the trainer does before it. */
export interface Optimizer extends UpdateRule {
  readonly clip: Clip;
}

/** A combination of parameters that has no meaning, refused when the config is read. */
export interface Refusal<P> {
  readonly when: (params: P) => boolean;
  /** The parameter the message points at. */
  readonly at: keyof P & string;
  readonly error: string;
}

/** One optimizer: its name, its parameters with their defaults, and how to build its rule from them. */
export interface OptimizerSpec<N extends string = string, S extends z.core.$ZodShape = z.core.$ZodShape> {
  readonly name: N;
  /** One line for help and docs. */
  readonly summary: string;
  /** Paper or API page of the formula. */
  readonly source: string;
  /** Its own parameters; those of `commonParams` are added to them. */
  readonly params: S;
  /**
   * What lr is: left out, a factor of the gradient; `scaled`: about how far each weight moves, as its gradient is divided
   * by its own size; `sign`: how far each weight moves, exactly.
   */
  readonly step?: 'scaled' | 'sign';
  /** Weight decay where it is not "none, and if any, L2". */
  readonly decay?: DecayDefaults;
  readonly refusals?: readonly Refusal<z.output<z.ZodObject<S>> & CommonParams>[];
  readonly build: (params: z.output<z.ZodObject<S>> & CommonParams) => UpdateRule;
}
