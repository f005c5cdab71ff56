import type { z } from 'zod';

/**
 * The arithmetic an update rule is written in, over any kind of tensor: TensorFlow's, a graph node, a plain array.
 * All operations are element by element; a number or a scalar tensor is broadcast.
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
export interface UpdateInput<T> {
  readonly weight: T;
  readonly gradient: T;
  /** By the names in `slots`. */
  readonly slots: Readonly<Record<string, T>>;
  /** The numbers of `coefficients`, as scalar tensors. */
  readonly c: Readonly<Record<string, T>>;
}

export interface UpdateOutput<T> {
  readonly weight: T;
  readonly slots: Readonly<Record<string, T>>;
}

/** State an optimizer keeps for every weight tensor: of the weight's shape, filled with `initial`. */
export type Slots = Readonly<Record<string, { readonly initial: number }>>;

/**
 * An optimizer as data and two pure functions. Nothing is kept between updates but the slots and the number of
 * updates done, so that a run can be stopped and resumed to the same bits.
 */
export interface Optimizer {
  readonly slots: Slots;
  /**
   * The numbers of one update that are the same for every weight, computed once in double precision.
   *
   * @param lr learning rate of this update
   * @param t number of this update, counted from 1
   */
  readonly coefficients: (lr: number, t: number) => Readonly<Record<string, number>>;
  readonly update: <T>(m: Algebra<T>, input: UpdateInput<T>) => UpdateOutput<T>;
}

/** One optimizer: its name, its parameters with their defaults, and how to build it from them. */
export interface OptimizerSpec<N extends string = string, S extends z.core.$ZodShape = z.core.$ZodShape> {
  readonly name: N;
  /** One line for help and docs. */
  readonly summary: string;
  /** Paper or API page of the formula. */
  readonly source: string;
  readonly params: S;
  readonly build: (params: z.output<z.ZodObject<S>>) => Optimizer;
}
