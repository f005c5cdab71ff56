import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { randomStream, shuffle } from '../../src/base/random.js';
import { byBatchStatistics } from '../../src/callbacks/batch-statistics.js';
import { copyRows } from '../../src/callbacks/examples.js';
import { findLearningRate } from '../../src/callbacks/find-learning-rate.js';
import { LRFinder } from '../../src/callbacks/lr-finder.js';
import { run as plot } from '../../src/cli/commands/plot.run.js';
import { run as suggest } from '../../src/cli/commands/suggest.run.js';
import { fakeIo } from '../cli/fake-io.js';
import { batchesOf, classifier, datasetOf, onEveryBackend, rows, tf, weightsOf } from './tfjs.js';

afterEach(() => vi.restoreAllMocks());

const totalOf = (losses: Tensor | Tensor[], at = 0) => [losses].flat()[at]!.dataSync()[0]!;

/** Two inputs, of which one is dropped out and one is looked up, and two outputs. */
function twoAndTwo() {
  const [wide, word] = [tf.input({ shape: [4], name: 'wide' }), tf.input({ shape: [1], name: 'word', dtype: 'int32' })];
  const dropped = tf.layers.dropout({ rate: 0.5 }).apply(wide) as SymbolicTensor;
  const looked = tf.layers.flatten().apply(tf.layers.embedding({ inputDim: 5, outputDim: 3 }).apply(word));
  const both = tf.layers.concatenate().apply([dropped, looked as SymbolicTensor]) as SymbolicTensor;
  const outputs = ['left', 'right'].map(
    (name, i) => tf.layers.dense({ units: i + 1, name, kernelRegularizer: 'l1l2' }).apply(both) as SymbolicTensor,
  );
  const model = tf.model({ inputs: [wide, word], outputs });
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError', metrics: ['mae'] });
  return model;
}

/** Examples for it, by names, and as lists of which `fit` takes the same. */
function named(count: number) {
  const { x: wide, y: right } = rows(count);
  const word = tf.tensor2d(Int32Array.from({ length: count }, (_, i) => i % 5) as never, [count, 1], 'int32');
  const left = tf.mean(wide, 1, true);
  return {
    names: { x: { wide, word }, y: { left, right } },
    lists: { x: [wide, word], y: [left, right] },
  };
}

onEveryBackend('fixed rows', () => {
  it.each([
    ['tensors', (examples: { x: Tensor2D; y: Tensor2D }) => examples],
    ['a data set', batchesOf],
  ])('of %s change neither rates nor losses nor the model, and leave no tensor', async (_, dataOf) => {
    const { x, y } = rows(96);
    const model = classifier(tf.train.adam(0.01));
    const [weights, tensors] = [weightsOf(model), tf.memory().numTensors];
    const sweep = (fixedRows: number) =>
      findLearningRate(model, dataOf({ x, y }), { steps: 25, startLr: 1e-3, batchSize: 16, shuffle: false, fixedRows });
    const [without, few, all] = [await sweep(0), await sweep(10), await sweep(1000)];
    for (const found of [few, all]) {
      expect(found.lr).toEqual(without.lr);
      expect(found.loss).toEqual(without.loss);
      expect(found.suggestions).toEqual(without.suggestions);
      expect(found.fixedLoss).toHaveLength(found.loss.length);
    }
    expect(without.fixedLoss).toBeUndefined();
    expect([few, all].map(({ report }) => (report.config['find'] as { fixedRows: number }).fixedRows)).toEqual([
      10, 96,
    ]);
    expect(weightsOf(model)).toEqual(weights);
    expect(tf.memory().numTensors).toBe(tensors);
    model.dispose();
  });

  it('with batch normalisation have the loss that a step on them has', async () => {
    const { x, y } = rows(96);
    const model = classifier(tf.train.sgd(0.01));
    const finder = new LRFinder(model, { steps: 20, startLr: 1e-2, endLr: 1, fixed: { x, y } });
    await model.fit(x, y, { epochs: 20, batchSize: 96, shuffle: false, verbose: 0, callbacks: finder as never });
    const { loss, fixedLoss } = finder.history;
    for (const [i, value] of loss.entries()) expect(Math.abs(fixedLoss![i]! / value - 1)).toBeLessThan(1e-5);
    expect(Math.abs(tf.tidy(() => totalOf(model.evaluate(x, y))) / loss[0]! - 1)).toBeGreaterThan(1e-2);
    model.dispose();
  });

  it('leave moving averages and layers as they were, also where an evaluation throws', () => {
    const { x, y } = rows(32);
    const inner = classifier('sgd');
    const model = tf.sequential({ layers: [inner, tf.layers.dense({ units: 2 })] });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const [layer] = inner.layers.filter((one) => one.getClassName() === 'BatchNormalization');
    const evaluate = () => tf.tidy(() => totalOf(model.evaluate(x, y)));
    const [weights, lagging, tensors] = [weightsOf(model), evaluate(), tf.memory().numTensors];
    expect(byBatchStatistics(model, evaluate)).not.toBe(lagging); // the nested layer is found
    const thrown = () =>
      byBatchStatistics(model, () => {
        evaluate();
        throw new Error('no more');
      });
    expect(thrown).toThrow('no more');
    expect(weightsOf(model)).toEqual(weights);
    expect(evaluate()).toBe(lagging);
    expect(Object.hasOwn(layer!, 'call')).toBe(false);
    expect(tf.memory().numTensors).toBe(tensors);
    model.dispose();
  });

  it('are evaluated as model.evaluate does, without dropout, penalties and metrics; of all outputs', async () => {
    const { names, lists } = named(20);
    const model = twoAndTwo();
    const byHand: number[] = [];
    const hand = {
      onBatchBegin: async () => void byHand.push(tf.tidy(() => totalOf(model.evaluate(lists.x, lists.y), 1))),
    };
    for (const fixed of [names, lists]) {
      const finder = new LRFinder(model, { steps: 12, startLr: 1e-3, fixed });
      byHand.length = 0;
      const tensors = tf.memory().numTensors;
      await model.fit(names.x, names.y, { epochs: 12, batchSize: 5, verbose: 0, callbacks: [finder, hand] as never });
      expect(tf.memory().numTensors).toBe(tensors);
      expect(finder.history.fixedLoss).toEqual(byHand);
      expect(new Set(byHand).size).toBeGreaterThan(5);
    }
    model.dispose();
  });

  it('of several inputs and outputs are drawn from all of them, by names and as lists', async () => {
    const { names, lists } = named(70);
    const model = twoAndTwo();
    const tensors = tf.memory().numTensors;
    const sweep = (data: typeof names | typeof lists) => findLearningRate(model, data, { steps: 10, fixedRows: 64 });
    const [first, second] = [await sweep(names), await sweep(lists)];
    expect(second.fixedLoss![0]).toBe(first.fixedLoss![0]);
    expect(first.fixedLoss![0]).not.toBe(tf.tidy(() => totalOf(model.evaluate(lists.x, lists.y), 1)));
    const batches = datasetOf(4, () => tf.tidy(() => ({ xs: copyOf(names.x), ys: copyOf(names.y) })) as never);
    expect((await findLearningRate(model, batches, { steps: 10 })).fixedLoss).toHaveLength(10);
    expect(tf.memory().numTensors).toBe(tensors);
    model.dispose();
  });

  it('are copied row by row, of every type, one part below the other', async () => {
    const parts = [
      {
        x: tf.tensor3d([[[1, 2]], [[3, 4]], [[5, 6]]]),
        y: { a: tf.tensor1d([1, 2, 3], 'int32'), b: tf.tensor1d(['p', 'q', 'r']) },
      },
      { x: tf.tensor3d([[[7, 8]]]), y: { a: tf.tensor1d([9], 'int32'), b: tf.tensor1d(['z']) } },
    ];
    const tensors = tf.memory().numTensors;
    const copy = await copyRows([
      { examples: parts[0]!, rows: Int32Array.of(2, 0) },
      { examples: parts[1]!, rows: Int32Array.of(0) },
    ]);
    const { x, y } = copy as unknown as { x: Tensor; y: { a: Tensor; b: Tensor } };
    expect(x.arraySync()).toEqual([[[5, 6]], [[1, 2]], [[7, 8]]]);
    expect([y.a.dtype, y.a.arraySync()]).toEqual(['int32', [3, 1, 9]]);
    expect(y.b.arraySync()).toEqual(['r', 'p', 'z']);
    copy.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
    parts[1]!.y.b.dispose();
    const broken = copyRows(parts.map((examples) => ({ examples, rows: Int32Array.of(0) })) as never);
    await expect(broken).rejects.toThrow('disposed');
    expect(tf.memory().numTensors).toBe(tensors - 1);
  });
});

const deviationOf = (values: readonly number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
};

const copyOf = (tensors: Record<string, Tensor>) =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tensor.clone()]));

describe('what is not disturbed', () => {
  it('the random numbers of a training that shuffles and drops out', async () => {
    const { x, y } = rows(96);
    const losses = async (fixedRows: number) => {
      const random = randomStream(1, 'test');
      vi.spyOn(Math, 'random').mockImplementation(() => random.uniform());
      const layers = [
        tf.layers.dropout({ rate: 0.3, inputShape: [4] }),
        tf.layers.dense({ units: 2, activation: 'softmax', kernelInitializer: 'ones' }),
      ];
      const model = tf.sequential({ layers });
      model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' });
      const { loss } = await findLearningRate(model, { x, y }, { steps: 20, fixedRows });
      return [loss, Math.random()];
    };
    expect(await losses(50)).toEqual(await losses(0));
  });

  it('metrics that count', async () => {
    const { x, y } = rows(32);
    let calls = 0;
    const count = (_: Tensor, output: Tensor) => {
      calls++;
      return tf.mean(output);
    };
    const models = [tf.sequential(), tf.sequential()].map((model) => {
      model.add(tf.layers.dense({ units: 2, inputShape: [4], activation: 'softmax' }));
      model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy', metrics: [count, 'accuracy'] });
      return model;
    });
    await findLearningRate(models[0]!, { x, y }, { steps: 5 });
    expect(calls).toBe(5);
    const metrics = (model: (typeof models)[number]) => [model.evaluate(x, y)].flat().length;
    expect(models.map(metrics)).toEqual([3, 3]);
  });

  it('a data set that can be iterated once: the batches that were looked at are trained on', async () => {
    const { x, y } = rows(16);
    const model = classifier('sgd');
    let given = 0;
    const once = (batches: number) => {
      given = 0;
      const next = async () =>
        given < batches
          ? { value: { xs: tf.add(x, given++), ys: y.clone() }, done: false }
          : { value: null, done: true };
      return { iterator: async () => ({ next }) } as never;
    };
    const tensors = tf.memory().numTensors;
    const sweep = (fixedRows: number) => findLearningRate(model, once(9), { steps: 9, startLr: 1e-3, fixedRows });
    const [without, some] = [await sweep(0), await sweep(40)];
    expect(some.loss).toEqual(without.loss);
    expect(some.loss).toHaveLength(9);
    expect((await findLearningRate(model, once(9), { steps: 2, fixedRows: 100 })).fixedLoss).toHaveLength(2);
    expect(given).toBe(2);
    expect(tf.memory().numTensors).toBe(tensors);
    model.dispose();
  });

  it('batches of sequences that differ in length: rows of the first alone', async () => {
    const model = tf.sequential({
      layers: [tf.layers.simpleRNN({ units: 2, inputShape: [null, 1] as never }), tf.layers.dense({ units: 1 })],
    });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const tensors = tf.memory().numTensors;
    const ragged = datasetOf(3, (i) => ({ xs: tf.ones([8, 4 + i, 1]), ys: tf.ones([8, 1]) }));
    const { report } = await findLearningRate(model, ragged, { steps: 6 });
    expect(report.config['find']).toMatchObject({ fixedRows: 8 });
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

describe('where something throws', () => {
  const tensorsOf = async (act: () => Promise<unknown>, message: string) => {
    const before = tf.memory().numTensors;
    await expect(act()).rejects.toThrow(message);
    return tf.memory().numTensors - before;
  };

  it('nothing is left: a data set, while its first batches are looked at and later', async () => {
    const { x, y } = rows(16);
    const model = classifier('adam');
    const weights = weightsOf(model);
    for (const bad of [0, 1, 5]) {
      const broken = datasetOf(9, (i) => {
        if (i === bad) throw new RangeError('the disk is on fire');
        return { xs: x.clone(), ys: y.clone() };
      });
      expect(await tensorsOf(() => findLearningRate(model, broken), 'the disk is on fire')).toBe(0);
    }
    expect(weightsOf(model)).toEqual(weights);
  });

  it('nothing is left: shapes that the model does not take, a loss that throws, examples that do not fit', async () => {
    const { x, y } = rows(16);
    const model = classifier('adam');
    expect(await tensorsOf(() => findLearningRate(model, { x: y, y }), 'shape')).toBe(0);
    expect(await tensorsOf(() => findLearningRate(model, { x, y: rows(8).y }), 'same number')).toBe(2); // the rows
    const finder = new LRFinder(model, { fixed: { x: y, y } });
    expect(await tensorsOf(() => model.fit(x, y, { callbacks: finder, verbose: 0 }), 'shape')).toBe(0);
    const thrower = () => {
      throw new RangeError('no loss today');
    };
    model.compile({ optimizer: 'sgd', loss: thrower });
    expect(await tensorsOf(() => findLearningRate(model, { x, y }), 'no loss today')).toBe(0);
    const ahead = datasetOf(9, () => ({ xs: x.clone(), ys: y.clone() }));
    expect(await tensorsOf(() => findLearningRate(model, ahead), 'no loss today')).toBe(0);
  });
});

describe('the recommendation', () => {
  it('of a noisy problem moves less from order to order than that of the batches', async () => {
    const random = randomStream(3, 'noisy');
    const values = Array.from({ length: 600 }, () => Array.from({ length: 6 }, () => random.normal()));
    const largest = (row: readonly number[]) => row.indexOf(Math.max(...row.slice(0, 3)));
    const labels = values.map((row) => (random.uniform() < 0.2 ? random.below(3) : largest(row)));
    const decades = async (fixedRows: number) => {
      const rates: number[] = [];
      for (let k = 0; k < 8; k++) {
        const order = [...shuffle(Int32Array.from(labels.keys()), randomStream(k, 'order'))];
        const x = tf.tensor2d(order.map((row) => values[row]!));
        const y = tf.tensor2d(order.map((row) => [0, 1, 2].map((label) => Number(label === labels[row]))));
        const softmax = tf.layers.dense({
          units: 3,
          activation: 'softmax',
          inputShape: [6],
          kernelInitializer: 'zeros',
        });
        const model = tf.sequential({ layers: [softmax] });
        model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' });
        const options = { batchSize: 4, shuffle: false, startLr: 1e-5, endLr: 100, fixedRows } as const;
        const { recommendation } = await findLearningRate(model, { x, y }, options);
        if (recommendation.ok) rates.push(Math.log10(recommendation.lr));
      }
      expect(rates).toHaveLength(8);
      return deviationOf(rates);
    };
    expect(await decades(64)).toBeLessThan(0.6 * (await decades(0))); // deviations of 0.14 and 0.34
  });

  it('is read from the report again by `lr-tool suggest`, and drawn by `lr-tool plot`', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lr-tool-fixed-'));
    try {
      const { x, y } = rows(96);
      const found = await findLearningRate(classifier(tf.train.adam(0.01)), { x, y }, { steps: 60, startLr: 1e-5 });
      expect(found.report.curve.fixedLoss).toEqual(found.fixedLoss);
      writeFileSync(join(folder, 'report.json'), JSON.stringify(found.report));
      const io = fakeIo({ cwd: folder, columns: 80 });
      expect(await plot({ reports: ['report.json'] }, io)).toBe(0);
      expect(io.stdout()).toContain('fixed rows');
      expect(found.plot()).toContain('fixed rows');
      const other = fakeIo({ cwd: folder, columns: 80 });
      expect(await suggest({ curves: ['report.json'], json: true } as never, other)).toBe(0);
      expect(JSON.parse(other.stdout()).recommendation).toEqual(found.recommendation);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('where there are none', () => {
  const { x, y } = rows(16);
  const stateful = () => {
    const rnn = tf.layers.simpleRNN({ units: 2, stateful: true, batchInputShape: [8, 4, 1] });
    const model = tf.sequential({ layers: [rnn, tf.layers.dense({ units: 1 })] });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    return model;
  };
  const series = { x: tf.ones([16, 4, 1]), y: tf.ones([16, 1]) };

  it('weights of classes, and states of layers; asked for all the same, it is said in a sentence', async () => {
    const weighted = { steps: 4, classWeight: { 0: 1, 1: 5 } };
    expect((await findLearningRate(classifier('sgd'), { x, y }, weighted)).fixedLoss).toBeUndefined();
    expect((await findLearningRate(stateful(), series, { steps: 4, batchSize: 8 })).fixedLoss).toBeUndefined();
    await expect(findLearningRate(classifier('sgd'), { x, y }, { ...weighted, fixedRows: 5 })).rejects.toThrow(
      'findLearningRate: fixedRows: not with classWeight: an evaluation knows no weights of classes',
    );
    const states = 'not with a stateful model: an evaluation would change the states of its layers';
    await expect(findLearningRate(stateful(), series, { fixedRows: 8 })).rejects.toThrow(`fixedRows: ${states}`);
    expect(() => new LRFinder(stateful(), { fixed: series })).toThrow(`LRFinder: fixed: ${states}`);
  });

  it('what is no model is said to be none', async () => {
    await expect(findLearningRate({} as never, { x, y })).rejects.toThrow(
      'findLearningRate: the first argument is not',
    );
  });

  it.each([
    [-1, 'must be at least 0, is -1'],
    [1.5, 'must be a whole number, is 1.5'],
    ['64', "must be a number, is '64'"],
  ])('fixedRows %s is refused', async (fixedRows, message) => {
    const asked = findLearningRate(classifier('sgd'), { x, y }, { fixedRows } as object);
    await expect(asked).rejects.toThrow(`findLearningRate: fixedRows: ${message}`);
  });

  it.each([
    [null],
    [5],
    [{ x }],
    [{ x, y: [1, 2] }],
    [{ x, y: rows(8).y }],
    [{ x: [], y: [] }],
    [{ x: tf.scalar(1), y }],
  ])('fixed %j is refused', (fixed) => {
    const message = 'LRFinder: fixed: must be { x, y }: tensors with a row for each example';
    expect(() => new LRFinder(classifier('sgd'), { fixed } as object)).toThrow(message);
  });
});
