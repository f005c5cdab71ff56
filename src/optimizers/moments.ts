import type { Algebra } from './optimizer.js';
import type { Compat } from './params.js';

/** A slot that starts at zero. */
export const fromZero = { initial: 0 } as const;

/** decay mean + (1 - decay) value */
export const runningMean = <T>(m: Algebra<T>, mean: T, value: T, decay: number): T =>
  m.add(m.mul(mean, decay), m.mul(value, 1 - decay));

/** The coefficients of a running mean whose decay may differ from update to update. */
export const meanCoefficients = (decay: number) => ({ kept: decay, added: 1 - decay });

/** kept mean + added value */
export const weightedMean = <T>(m: Algebra<T>, mean: T, value: T, c: { readonly kept: T; readonly added: T }): T =>
  m.add(m.mul(mean, c.kept), m.mul(value, c.added));

/** What a running mean that started at zero has to be divided by after t values (Adam, arXiv:1412.6980, section 3). */
export const biasCorrection = (decay: number, t: number): number => 1 - decay ** t;

/** PyTorch puts epsilon outside of the root, Keras inside: sqrt(square) + eps or sqrt(square + eps). */
export const rootWithEpsilon = <T>(m: Algebra<T>, square: T, eps: number, compat: Compat): T =>
  compat === 'keras' ? m.sqrt(m.add(square, eps)) : m.add(m.sqrt(square), eps);
