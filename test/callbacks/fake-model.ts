import type { Callback } from '../../src/callbacks/callback.js';
import type { Variable } from '../../src/callbacks/tfjs.js';

/** A tensor of nothing but numbers. */
export function fakeVariable(values: number): Variable & { values: number } {
  const variable = {
    shape: [],
    values,
    clone: () => fakeVariable(variable.values),
    dispose: () => undefined,
    data: async () => [variable.values],
    buffer: async () => ({ dtype: 'float32', values: [variable.values], toTensor: () => variable }),
    assign: (other: unknown) => {
      variable.values = (other as { values: number }).values;
    },
  };
  return variable;
}

/** What callbacks touch of a model, and a training that calls them as TensorFlow.js does. */
export function fakeModel(lr = 9) {
  const weight = fakeVariable(0);
  const model = {
    name: 'fake',
    optimizer: { learningRate: lr },
    stopTraining: false,
    weight,
    getWeights: () => [weight],
    countParams: () => 1,
    stateful: false,
    metricsTensors: [],
    evaluate: () => fakeVariable(0),
    /** One epoch. */
    async train(
      { onTrainBegin, onEpochBegin, onBatchBegin, onBatchEnd, onEpochEnd, onTrainEnd }: Callback,
      updates: number,
    ) {
      await onTrainBegin();
      await onEpochBegin(0);
      for (let batch = 0; batch < updates; batch++) {
        await onBatchBegin(batch);
        await onBatchEnd(batch, { batch, size: 1, loss: batch });
      }
      await onEpochEnd(0, { loss: 1 });
      await onTrainEnd();
    },
    /** Epochs with these logs; the weight of epoch k is k. Gives the rate of each epoch. */
    async trainEpochs(
      { onTrainBegin, onEpochBegin, onEpochEnd, onTrainEnd }: Callback,
      logs: readonly Record<string, number>[],
    ) {
      const lrs: number[] = [];
      await onTrainBegin();
      model.stopTraining = false;
      for (const [epoch, values] of logs.entries()) {
        await onEpochBegin(epoch);
        lrs.push(model.optimizer.learningRate);
        weight.values = epoch;
        await onEpochEnd(epoch, { ...values });
        if (model.stopTraining) break;
      }
      await onTrainEnd();
      return lrs;
    },
  };
  return model;
}
