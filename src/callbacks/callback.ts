import { userError } from '../base/errors.js';
import type { Logs, Model } from './tfjs.js';

const hooks = ['onTrainBegin', 'onTrainEnd', 'onEpochBegin', 'onEpochEnd', 'onBatchBegin', 'onBatchEnd'] as const;

/**
 * A callback for `model.fit` and `model.fitDataset` of TensorFlow.js. Give it as it is, or in an array with others, plain
 * objects too. TensorFlow.js takes the hooks off the object, so each is bound to it; and it tells such objects nothing of
 * the model, so they get it when they are made.
 *
 * With callbacks of TensorFlow.js's own class (`tf.callbacks.earlyStopping()`), put one of those first in the array:
 * otherwise it takes all of them for plain objects, and its own stop working.
 *
 * Error: NOT_A_MODEL where the first argument is none.
 */
export abstract class Callback {
  protected model: Model;

  constructor(model: Model) {
    requireModel(model, `new ${new.target.name}`);
    this.model = model;
    Object.assign(this, Object.fromEntries(hooks.map((hook) => [hook, (this[hook] as () => unknown).bind(this)])));
  }

  /** TensorFlow.js's own: the lengths of the training, which it tells only callbacks of its own class. */
  setParams(_params: object): void {}

  /** TensorFlow.js's own: the model inside of a `tf.Sequential`. */
  setModel(_model: object): void {}

  async onTrainBegin(_logs?: Logs): Promise<void> {}
  async onTrainEnd(_logs?: Logs): Promise<void> {}
  async onEpochBegin(_epoch: number, _logs?: Logs): Promise<void> {}
  async onEpochEnd(_epoch: number, _logs?: Logs): Promise<void> {}
  async onBatchBegin(_batch: number, _logs?: Logs): Promise<void> {}
  async onBatchEnd(_batch: number, _logs?: Logs): Promise<void> {}
}

/** @param call what was given the model: `new LRFinder`. Error: NOT_A_MODEL. */
export function requireModel(model: Model, call: string): void {
  if (typeof model?.getWeights === 'function') return;
  throw userError('NOT_A_MODEL', `${call}: the first argument is not a tf.LayersModel`, {
    hint: `${call}(model, { ... })`,
  });
}
