import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EarlyStopping } from '../../src/callbacks/early-stopping.js';
import { ReduceLROnPlateau } from '../../src/callbacks/reduce-lr-on-plateau.js';
import { fakeModel } from './fake-model.js';
import { batchesOf, classifier, onEveryBackend, optimizerNames, optimizers, rows, tf, weightsOf } from './tfjs.js';

/** Another value for each epoch, in front of the callback that is to see it. */
const showing = (name: string, values: readonly number[]) => ({
  onEpochEnd: (epoch: number, logs: Record<string, number> = {}) => void Object.assign(logs, { [name]: values[epoch] }),
});

onEveryBackend('under model.fit and model.fitDataset', () => {
  it.each(optimizerNames)('ReduceLROnPlateau lowers the rate that is used: %s', async (name) => {
    const { x, y } = rows();
    const model = classifier(optimizers[name](0.01));
    const callback = new ReduceLROnPlateau(model, { monitor: 'score', patience: 1, factor: 0.001 });
    const moved: number[] = [];
    let before = weightsOf(model);
    const watcher = {
      onEpochEnd: () => {
        const after = weightsOf(model);
        moved.push(Math.max(...after[0]!.map((value, i) => Math.abs(value - before[0]![i]!))));
        before = after;
      },
    };
    const callbacks = [showing('score', [1, 1, 1, 1]), callback, watcher];
    const { history } = await model.fit(x, y, { batchSize: 64, epochs: 4, verbose: 0, callbacks });
    expect(history['lr']).toEqual([0.01, 0.01, 0.01, 0.01 * 0.001]);
    expect(callback.reductions).toEqual([{ epoch: 2, lr: 0.01 * 0.001, why: 'score has not improved for 2 epochs' }]);
    const keepsVelocity = name === 'rmsprop with momentum';
    expect(moved[3]! / moved[2]!).toBeLessThan(keepsVelocity ? 0.9 : 0.01);
    model.dispose();
  });

  it('EarlyStopping ends the training and brings back the weights of the best epoch, bit for bit', async () => {
    const { x, y } = rows();
    const model = classifier(tf.train.adam(0.05));
    const callback = new EarlyStopping(model, { monitor: 'score', patience: 2 });
    const weights: Float32Array[][] = [];
    const keeper = { onEpochEnd: () => void weights.push(weightsOf(model)) };
    const callbacks = [keeper, showing('score', [3, 1, 2, 2, 0, 0]), callback];
    const before = tf.memory().numTensors;
    await model.fit(x, y, { batchSize: 16, epochs: 6, verbose: 0, callbacks });
    expect(weights).toHaveLength(4);
    expect(weights[1]).not.toEqual(weights[3]);
    expect(weightsOf(model)).toEqual(weights[1]);
    expect(callback).toMatchObject({
      stoppedEpoch: 3,
      bestEpoch: 1,
      best: 1,
      why: 'score has not improved for 2 epochs',
    });
    const slots = 12;
    expect(tf.memory().numTensors).toBe(before + slots);
    model.dispose();
  });

  it('both see real losses of validation, with fitDataset', async () => {
    const { x, y } = rows();
    const model = classifier(tf.train.sgd(0.5));
    const stopping = new EarlyStopping(model, { patience: 1, minDelta: 10 });
    const plateau = new ReduceLROnPlateau(model, { patience: 0, threshold: 10, thresholdMode: 'abs', factor: 0.5 });
    const callbacks = [stopping, plateau];
    const fitted = { epochs: 9, validationData: [x, y] as never, verbose: 0, callbacks };
    const { history } = await model.fitDataset(batchesOf({ x, y }), fitted);
    expect(history['val_loss']).toHaveLength(2);
    expect(stopping.best).toBe(history['val_loss']![0]);
    expect(history['lr']).toEqual([0.5, 0.5]);
    expect(plateau.reductions).toMatchObject([{ epoch: 1, lr: 0.25, why: 'val_loss has not improved for 1 epoch' }]);
    model.dispose();
  });

  it('without validation they watch the loss', async () => {
    const { x, y } = rows();
    const model = classifier(tf.train.sgd(0.1));
    const stopping = new EarlyStopping(model, { patience: 9 });
    const { history } = await model.fit(x, y, { epochs: 2, verbose: 0, callbacks: stopping });
    expect(stopping.best).toBeCloseTo(Math.min(...(history['loss'] as number[])), 6);
    model.dispose();
  });
});

describe('a callback that watches a value', () => {
  it('says so where it is not reported', async () => {
    const model = fakeModel();
    const callback = new EarlyStopping(model, { monitor: 'val_los' });
    const failing = model.trainEpochs(callback, [{ loss: 1, val_loss: 1 }]);
    await expect(failing).rejects.toMatchObject({
      message: "EarlyStopping: fit reports no 'val_los'",
      hint: expect.stringContaining("did you mean 'val_loss'?"),
    });
  });

  it('begins anew with every training', async () => {
    const model = fakeModel();
    const stopping = new EarlyStopping(model, { patience: 1 });
    const plateau = new ReduceLROnPlateau(model, { patience: 0, factor: 0.5 });
    for (const _ of [1, 2]) {
      expect(await model.trainEpochs(stopping, [{ loss: 1 }, { loss: 2 }, { loss: 3 }])).toHaveLength(2);
      expect(stopping.bestEpoch).toBe(0);
      model.optimizer.learningRate = 1;
      expect(await model.trainEpochs(plateau, [{ loss: 1 }, { loss: 2 }, { loss: 3 }])).toEqual([1, 1, 0.5]);
    }
  });

  it('reduces what the rate is, whoever set it', async () => {
    const model = fakeModel(1);
    const plateau = new ReduceLROnPlateau(model, { patience: 0, factor: 0.5 });
    const begin = plateau.onEpochBegin;
    plateau.onEpochBegin = async (epoch) => {
      if (epoch === 2) model.optimizer.learningRate = 0.08;
      await begin(epoch);
    };
    expect(
      await model.trainEpochs(
        plateau,
        [1, 1, 1, 1].map((loss) => ({ loss })),
      ),
    ).toEqual([1, 1, 0.08, 0.04]);
  });

  it('maximises accuracies by itself', async () => {
    const model = fakeModel();
    const stopping = new EarlyStopping(model, { monitor: 'val_acc', patience: 1 });
    await model.trainEpochs(
      stopping,
      [0.1, 0.5, 0.9, 0.8].map((acc) => ({ val_acc: acc })),
    );
    expect(stopping).toMatchObject({ best: 0.9, bestEpoch: 2, stoppedEpoch: 3 });
    expect(model.weight.values).toBe(2);
  });

  it.each([
    [{ factor: 2 }, 'ReduceLROnPlateau: factor: must be below 1, is 2'],
    [{ pacience: 2 }, "ReduceLROnPlateau: pacience: unknown key (did you mean 'patience'?)"],
  ])('refuses %j', (options, message) => {
    expect(() => new ReduceLROnPlateau(fakeModel(), options as object)).toThrow(message);
  });
});

interface Case {
  readonly id: string;
  readonly reference: string;
  readonly knife_edge?: boolean;
  readonly args: Readonly<Record<string, number | string | boolean>>;
  readonly metric: readonly (number | string | null)[];
  readonly lr_used: readonly number[];
  readonly lr_after: readonly number[];
  readonly stop_epoch: number | null;
  readonly epochs_run: number;
  readonly weights_epoch: number;
}

describe('as in Keras', () => {
  const { cases }: { cases: Case[] } = JSON.parse(
    readFileSync(new URL('../vectors/controllers.json', import.meta.url), 'utf8'),
  );
  const of = (reference: string) =>
    cases
      .filter((one) => one.reference === `keras.callbacks.${reference}` && !one.knife_edge)
      .filter(({ metric }) => !metric.includes(null)) // Keras warns of a value that is missing; ours throws
      .map((one) => [one.id, one] as const);
  const camelCased = (args: Case['args']) =>
    Object.fromEntries(
      Object.entries(args).map(([key, value]) => [key.replace(/_(.)/g, (_, letter) => letter.toUpperCase()), value]),
    );
  const logsOf = ({ args, metric }: Case) =>
    metric.map((value) => ({ loss: 0, [String(args['monitor'] ?? 'val_loss')]: Number(value) }));

  it.each(of('ReduceLROnPlateau'))('ReduceLROnPlateau %s', async (_, one) => {
    const { learningRate, minDelta, ...options } = camelCased(one.args);
    const model = fakeModel(Number(learningRate));
    const plateau = new ReduceLROnPlateau(model, { threshold: Number(minDelta ?? 1e-4), compat: 'keras', ...options });
    const used = await model.trainEpochs(plateau, logsOf(one));
    used.forEach((lr, k) => {
      expect(Math.abs(lr / one.lr_used[k]! - 1)).toBeLessThan(1e-5);
    });
    expect(model.optimizer.learningRate / one.lr_after.at(-1)!).toBeCloseTo(1, 5);
  });

  it.each(of('EarlyStopping'))('EarlyStopping %s', async (_, one) => {
    const model = fakeModel();
    const { patience = 0, restoreBestWeights = false, ...options } = camelCased(one.args);
    const stopping = new EarlyStopping(model, {
      patience: Number(patience),
      restoreBestWeights: restoreBestWeights === true,
      ...options,
    });
    expect(await model.trainEpochs(stopping, logsOf(one))).toHaveLength(one.epochs_run);
    expect(stopping.stoppedEpoch).toBe(one.stop_epoch);
    expect(model.weight.values).toBe(one.weights_epoch);
  });
});
