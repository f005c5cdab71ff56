import type { Algebra } from './optimizer.js';

/** Limits on the gradients; undefined: none. */
export interface Clip {
  /** Largest size of an element. */
  readonly value: number | undefined;
  /** Largest Euclidean norm of all gradients taken as one vector. */
  readonly norm: number | undefined;
}

/**
 * The gradients of all weights as the optimizer shall see them: first each element within [-value, value], then all of
 * them scaled down together to the norm. A NaN stays one: clipping hides no divergence.
 *
 * @param gradients one per weight tensor
 * @param sumOfSquares adds up the squares of all elements of a tensor, to a scalar
 */
export function clipGradients<T>(
  m: Algebra<T>,
  gradients: readonly T[],
  { value, norm }: Clip,
  sumOfSquares: (gradient: T) => T,
): readonly T[] {
  const bounded = value === undefined ? gradients : gradients.map((gradient) => clipByValue(m, gradient, value));
  if (norm === undefined || bounded.length === 0) return bounded;
  const divisor = normDivisor(
    m,
    bounded.map(sumOfSquares).reduce((sum, one) => m.add(sum, one)),
    norm,
  );
  return bounded.map((gradient) => m.div(gradient, divisor));
}

/** Each element within [-limit, limit]. */
export const clipByValue = <T>(m: Algebra<T>, values: T, limit: number): T =>
  m.maximum(m.minimum(values, limit), -limit);

/**
 * What to divide all gradients by so that their common norm is at most `limit`: max(1, (norm + 1e-6) / limit).
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html, which has the 1e-6 too.
 */
export const normDivisor = <T>(m: Algebra<T>, sumOfSquares: T, limit: number): T =>
  m.maximum(m.div(m.add(m.sqrt(sumOfSquares), 1e-6), limit), 1);
