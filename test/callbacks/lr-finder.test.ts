import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CyclicLR } from '../../src/callbacks/cyclic-lr.js';
import { findLearningRate } from '../../src/callbacks/find-learning-rate.js';
import { LRFinder } from '../../src/callbacks/lr-finder.js';
import { run as plot } from '../../src/cli/commands/plot.run.js';
import { reportText } from '../../src/reports/write.js';
import { ratesFromReport } from '../../src/runs/rates.js';
import { fakeIo } from '../cli/fake-io.js';
import { fakeModel } from './fake-model.js';
import {
  batchesOf,
  classifier,
  datasetOf,
  onEveryBackend,
  optimizerNames,
  optimizers,
  probe,
  rows,
  tf,
  weightsOf,
} from './tfjs.js';

const folder = mkdtempSync(join(tmpdir(), 'lr-tool-finder-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Everything an optimizer holds, as plain values. */
function stateOf(optimizer: object): unknown {
  return Object.entries(optimizer).map(([key, value]) => [key, plain(value)]);
}
function plain(value: unknown): unknown {
  if (value instanceof tf.Tensor) return Array.from(value.dataSync());
  if (Array.isArray(value)) return value.map(({ originalName, variable }) => [originalName, plain(variable)]);
  return value;
}

const data = () => rows(96);

onEveryBackend('the range test on a model of the user', () => {
  describe.each(optimizerNames)('%s', (name) => {
    it.each(['a new', 'a used'])('%s optimizer, weights and tensors are as before, bit for bit', async (which) => {
      const { x, y } = data();
      const model = classifier(optimizers[name](0.01));
      if (which === 'a used') await model.fit(x, y, { batchSize: 16, epochs: 2, verbose: 0 });
      const { history, stopTraining } = model;
      const [weights, state, tensors] = [weightsOf(model), stateOf(model.optimizer), tf.memory().numTensors];
      const found = await findLearningRate(model, { x, y }, { batchSize: 16, steps: 40, startLr: 1e-4 });
      expect(found.loss.length).toBeGreaterThan(10);
      expect(weightsOf(model)).toEqual(weights);
      expect(stateOf(model.optimizer)).toEqual(state);
      expect(tf.memory().numTensors).toBe(tensors);
      expect(model.history).toBe(history);
      expect(model.stopTraining).toBe(stopTraining);
      model.dispose();
    });
  });

  it('a training after it goes as one without it', async () => {
    const after = async (sweeps: number) => {
      const { x, y } = data();
      const model = classifier(tf.train.adam(0.01));
      const fitted = { batchSize: 16, epochs: 2, shuffle: false, verbose: 0 } as const;
      await model.fit(x, y, fitted);
      for (let k = 0; k < sweeps; k++) await findLearningRate(model, { x, y }, { steps: 30 });
      await model.fit(x, y, fitted);
      const weights = weightsOf(model);
      model.dispose();
      return weights;
    };
    expect(await after(2)).toEqual(await after(0));
  });

  it('finds rates with tensors and with a data set, finite or endless, and says the same of the same batches', async () => {
    const { x, y } = rows(64);
    const model = classifier(tf.train.momentum(0.01, 0.9));
    const options = { steps: 60, startLr: 1e-5, endLr: 10, for: 'one-cycle' } as const;
    const tensors = await findLearningRate(model, { x, y }, { ...options, batchSize: 16, shuffle: false });
    const finite = await findLearningRate(model, batchesOf({ x, y }), options);
    const before = tf.memory().numTensors;
    const endless = datasetOf(Number.POSITIVE_INFINITY, () => ({ xs: x.clone(), ys: y.clone() }));
    await findLearningRate(model, endless, options);
    expect(tf.memory().numTensors).toBe(before);
    expect(finite.lr).toEqual(tensors.lr);
    expect(finite.loss).toEqual(tensors.loss);
    expect(tensors.recommendation).toMatchObject({ ok: true, for: 'one-cycle' });
    expect(tensors.report.data).toMatchObject({ train: 64, parameters: model.countParams() });
    expect(tensors.warnings.map(({ code }) => code)).toContain('W004');
    model.dispose();
  });

  it('stops where the loss explodes', async () => {
    const { x } = rows();
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4] })] });
    model.compile({ optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError' });
    const y = tf.mean(x, 1, true);
    const found = await findLearningRate(model, { x, y }, { steps: 100, endLr: 1000 });
    expect(found.stop).toBe('diverged');
    expect(found.lr.length).toBeLessThan(100);
    expect(found.report.stop).toBe('diverged');
    model.dispose();
  });

  it('restores where the data set throws, and passes on what it threw', async () => {
    const { x, y } = data();
    const model = classifier(tf.train.adam(0.01));
    await model.fit(x, y, { verbose: 0 });
    const [weights, state, tensors] = [weightsOf(model), stateOf(model.optimizer), tf.memory().numTensors];
    const broken = datasetOf(9, (i) => {
      if (i === 5) throw new RangeError('the disk is on fire');
      return { xs: x.clone(), ys: y.clone() };
    });
    await expect(findLearningRate(model, broken)).rejects.toThrow(new RangeError('the disk is on fire'));
    await expect(findLearningRate(model, { x, y: x })).rejects.toThrow(/shape/);
    expect(weightsOf(model)).toEqual(weights);
    expect(stateOf(model.optimizer)).toEqual(state);
    expect(tf.memory().numTensors).toBe(tensors);
    model.dispose();
  });

  it('ends at a signal', async () => {
    const { x, y } = data();
    const model = classifier(tf.train.adam(0.01));
    const abort = new AbortController();
    let batches = 0;
    const endless = datasetOf(Number.POSITIVE_INFINITY, () => {
      if (++batches === 8) abort.abort();
      return { xs: x.clone(), ys: y.clone() };
    });
    const found = await findLearningRate(model, endless, { signal: abort.signal });
    expect(found.stop).toBe('interrupted');
    expect(found.lr).toHaveLength(8);
    expect(found.recommendation.ok).toBe(false);
    model.dispose();
  });

  it('LRFinder is a callback of fit, and of fitDataset', async () => {
    const { x, y } = data();
    const model = classifier(tf.train.sgd(0.5));
    const weights = weightsOf(model);
    // fit shuffles as chance has it: at rates up to 3 the loss diverges once in a while
    const finder = new LRFinder(model, { mode: 'linear', startLr: 0, endLr: 0.3, steps: 31 });
    await model.fit(x, y, { batchSize: 16, epochs: 100, verbose: 0, callbacks: finder });
    expect(finder.history.lr).toHaveLength(31);
    expect(finder.history.lr[10]).toBeCloseTo(0.1, 12);
    expect(finder.stop).toBe('completed');
    expect(weightsOf(model)).toEqual(weights);
    const first = finder.history.loss[0];
    await model.fitDataset(batchesOf({ x, y }), { epochs: 100, verbose: 0, callbacks: finder });
    expect(finder.history.lr).toHaveLength(31);
    expect(finder.history.loss[0]).not.toBe(first); // another batch
    expect(finder.suggest('valley')).toHaveProperty('ok');
    expect(finder.recommendation('constant')).toHaveProperty('ok');
    expect(finder.plot({ width: 60, ascii: true })).toMatch(/^LR range test: .*, 31 of 31 steps/);
    model.dispose();
  });

  it('used while a schedule of the user is in the same fit, the one that stands last sets the rate', async () => {
    const { x, y } = data();
    const model = classifier(tf.train.sgd(0.5));
    const finder = new LRFinder(model, { steps: 6 });
    const cyclic = new CyclicLR(model, { maxLr: 1, halfCycle: 2 });
    await model.fit(x, y, { batchSize: 16, epochs: 1, verbose: 0, callbacks: [cyclic, finder] });
    expect(finder.history.lr).toHaveLength(6);
    model.dispose();
  });
});

describe('the report', () => {
  it('is one that `lr-tool train --from` takes its rates from', async () => {
    const { x, y } = data();
    const model = classifier(tf.train.adam(0.01));
    const { report, recommendation: found } = await findLearningRate(model, { x, y }, { steps: 50, startLr: 1e-5 });
    const rates = ratesFromReport(JSON.parse(JSON.stringify(report)), 'report.json', 'clr');
    expect(found).toMatchObject({ ok: true, ...rates });
    expect(Object.keys(rates).toSorted()).toEqual(['baseLr', 'maxLr']);
    model.dispose();
  });

  it('is one that `lr-tool plot` draws', async () => {
    const { x, y } = data();
    const model = classifier(tf.train.adam(0.01));
    const { report, plot: drawn } = await findLearningRate(model, { x, y }, { steps: 50, startLr: 1e-5 });
    writeFileSync(join(folder, 'report.json'), reportText(report));
    writeFileSync(join(folder, 'plain.json'), JSON.stringify(report));
    const io = fakeIo({ cwd: folder, columns: 80 });
    expect(await plot({ reports: ['report.json'] }, io)).toBe(0);
    expect(io.stdout()).toContain(drawn().split('\n')[0]);
    expect(await plot({ reports: ['report.json', 'plain.json'] }, io)).toBe(0);
    expect(report.config).toMatchObject({ optimizer: { name: 'Adam', learningRate: 0.01 }, find: { steps: 50 } });
    expect(report.recommendation.ok && report.recommendation.for).toBe('clr');
    model.dispose();
  });
});

describe('what is refused', () => {
  const { x, y } = rows(16);
  it('a model that was not compiled', async () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [4] })] });
    await expect(findLearningRate(model, { x, y })).rejects.toThrow('the model has not been compiled');
  });

  it('a data set without batches', async () => {
    const model = probe(tf.train.sgd(1));
    await expect(
      findLearningRate(
        model,
        datasetOf(0, () => ({ xs: x, ys: y })),
      ),
    ).rejects.toThrow('gave no batch');
  });

  it('options that cannot be', () => {
    expect(() => new LRFinder(fakeModel(), { steps: 1 })).toThrow('LRFinder: steps: must be at least 2, is 1');
    expect(() => new LRFinder(fakeModel(), { startLr: 20 })).toThrow('startLr: must be below');
    expect(() => new LRFinder(fakeModel(), { stps: 20 } as object)).toThrow(
      "stps: unknown key (did you mean 'steps'?)",
    );
  });

  it('of findLearningRate too, before anything is trained', async () => {
    const model = probe(tf.train.sgd(1));
    const ask = (options: object) => findLearningRate(model, { x, y }, options);
    await expect(ask({ batchsize: 3 })).rejects.toThrow(
      "findLearningRate: batchsize: unknown key (did you mean 'batchSize'?)",
    );
    await expect(ask({ for: 'onecycle' })).rejects.toThrow("did you mean 'one-cycle'?");
    await expect(ask({ rule: 'vally' })).rejects.toThrow("did you mean 'valley'?");
    await expect(findLearningRate(model, x as never)).rejects.toThrow('the data is neither { x, y } nor a data set');
  });

  it('a question before the sweep', () => {
    const finder = new LRFinder(fakeModel());
    for (const ask of [() => finder.suggest(), () => finder.recommendation(), () => finder.plot()]) {
      expect(ask).toThrow('LRFinder has recorded nothing');
    }
  });

  it('an unknown rule', async () => {
    const model = fakeModel();
    const finder = new LRFinder(model);
    await model.train(finder, 5);
    expect(() => finder.suggest('steepst')).toThrow("suggest: rule: unknown rule 'steepst' (did you mean 'steepest'?)");
  });
});
