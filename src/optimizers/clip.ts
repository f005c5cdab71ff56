import type { Algebra } from './optimizer.js';

/**
 * Limits on the gradients, for the trainer to apply before the updates; undefined: none. First each element is bounded
 * by `value` (`clipByValue`), then all gradients together are divided down to `norm` (`normDivisor`), so that both
 * hold. A NaN stays one: clipping hides no divergence.
 */
export interface Clip {
  /** Largest size of an element. */
  readonly value: number | undefined;
  /** Largest Euclidean norm of all gradients taken as one vector. */
  readonly norm: number | undefined;
}

/** Each element within [-limit, limit]. */
export const clipByValue = <T>(m: Algebra<T>, values: T, limit: number): T =>
  m.maximum(m.minimum(values, limit), -limit);

/**
 * What to divide all gradients by so that their common norm is at most `limit`: max(1, (norm + 1e-6) / limit).
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html, which has the 1e-6 too.
 *
 * @param sumOfSquares of all elements of all gradients, a scalar
 */
export const normDivisor = <T>(m: Algebra<T>, sumOfSquares: T, limit: number): T =>
  m.maximum(m.div(m.add(m.sqrt(sumOfSquares), 1e-6), limit), 1);
