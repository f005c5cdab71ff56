import type { Optimizer } from '../../src/optimizers/optimizer.js';
import { arrayAlgebra } from './array-algebra.js';

/** All that a stopped run has to keep. */
export interface Training {
  readonly weight: Float32Array;
  readonly slots: Readonly<Record<string, Float32Array>>;
  /** Updates done. */
  readonly t: number;
}

export const start = (optimizer: Optimizer, weight: readonly number[]): Training => ({
  weight: Float32Array.from(weight),
  slots: mapValues(optimizer.slots, ({ initial }) => new Float32Array(weight.length).fill(initial)),
  t: 0,
});

/** One update as an engine makes it, but without clipping. */
export function advance(
  optimizer: Optimizer,
  { weight, slots, t }: Training,
  gradient: Iterable<number>,
  lr: number,
  momentum?: number,
) {
  const c = mapValues(optimizer.coefficients(lr, t + 1, momentum), (value) => Float32Array.of(value));
  const updated = optimizer.update(arrayAlgebra, { weight, gradient: Float32Array.from(gradient), slots, c });
  return { ...updated, t: t + 1 };
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, f: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value)]));
