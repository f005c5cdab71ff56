import { userError } from '../base/errors.js';
import { optimizerNames } from '../optimizers/all.js';
import type { Tensor } from './tfjs.js';

/** What the optimizers of TensorFlow.js keep a learning rate and a momentum in; protected to TypeScript. */
interface Optimizer {
  learningRate?: unknown;
  setLearningRate?(lr: number): void;
  getClassName?(): string;
  /** Of tf.train.momentum, .rmsprop. */
  momentum?: unknown;
  /** Of tf.train.adam, .adamax. */
  beta1?: unknown;
  /** Of tf.train.sgd, .momentum: minus the learning rate, as updates use it. */
  c?: Tensor | null;
  /** Of tf.train.momentum: the momentum, as updates use it. */
  m?: Tensor;
}

/**
 * Sets the learning rate of the updates that follow, on any optimizer of TensorFlow.js.
 *
 * `sgd` and `momentum` compute with a tensor that only `setLearningRate` replaces: writing `learningRate` there changes
 * what `getConfig` tells and nothing else. The others read `learningRate` at every update and have no setter. The `decay`
 * of Adamax still divides what is set.
 *
 * Error: LR_UNSETTABLE where the optimizer has neither.
 */
export function setLr(optimizer: object, lr: number): void {
  const target = optimizer as Optimizer;
  if (typeof target.setLearningRate === 'function') target.setLearningRate(lr);
  else if (typeof target.learningRate === 'number') target.learningRate = lr;
  else throw unsettable(optimizer, 'LR_UNSETTABLE', 'learning rate', 'give it a method setLearningRate(lr)');
}

/** The learning rate of the next update. Error: LR_UNSETTABLE. */
export function lrOf(optimizer: object): number {
  const { learningRate } = optimizer as Optimizer;
  if (typeof learningRate === 'number') return learningRate;
  throw unsettable(optimizer, 'LR_UNSETTABLE', 'learning rate', 'give it a number learningRate');
}

/**
 * Sets the momentum of the updates that follow: `momentum` of tf.train.momentum and tf.train.rmsprop, `beta1` of
 * tf.train.adam and tf.train.adamax.
 *
 * tf.train.momentum computes with a tensor that its own `setMomentum` leaves as it is; a new one is had from
 * `setLearningRate`, which makes the only scalars that an optimizer gives. Adam's correction of its bias takes the
 * momentum it was made with for that of the first update, so make it with that one.
 *
 * Error: NO_MOMENTUM where the optimizer has none.
 */
export function setMomentum(optimizer: object, momentum: number): void {
  const target = optimizer as Optimizer;
  if (target.m !== undefined && typeof target.setLearningRate === 'function') {
    replaceMomentumTensor(target as Optimizer & Required<Pick<Optimizer, 'setLearningRate'>>, momentum);
    target.momentum = momentum;
  } else if (typeof target.beta1 === 'number') target.beta1 = momentum;
  else if (typeof target.momentum === 'number') target.momentum = momentum;
  else {
    throw unsettable(optimizer, 'NO_MOMENTUM', 'momentum', 'take tf.train.momentum or adam, or leave momentum out');
  }
}

function replaceMomentumTensor(
  optimizer: Optimizer & Required<Pick<Optimizer, 'setLearningRate'>>,
  momentum: number,
): void {
  const { c, learningRate, m } = optimizer;
  optimizer.c = null; // otherwise it would be disposed
  optimizer.setLearningRate(-momentum);
  m?.dispose();
  if (optimizer.c) optimizer.m = optimizer.c;
  optimizer.c = c ?? null;
  optimizer.learningRate = learningRate;
}

/** What a range test has to know of an optimizer, in our names: which it is, and its momentum or beta1. */
export function optimizerOf(optimizer: object): { readonly optimizer: string; readonly momentum: number } {
  const { beta1, momentum, getClassName } = optimizer as Optimizer;
  const name = (getClassName?.call(optimizer) ?? '').toLowerCase();
  const memory = [beta1, momentum].find((value) => typeof value === 'number') ?? 0;
  return { optimizer: optimizerNames.find((known) => known === name) ?? 'sgd', momentum: memory };
}

const unsettable = (optimizer: object | null, code: string, what: string, hint: string) =>
  userError(code, `the optimizer ${optimizer?.constructor.name ?? 'null'} has no ${what} that can be set`, { hint });
