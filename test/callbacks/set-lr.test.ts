import { describe, expect, it } from 'vitest';
import { LearningRateScheduler } from '../../src/callbacks/learning-rate-scheduler.js';
import { lrOf, optimizerOf, setLr, setMomentum } from '../../src/callbacks/set-lr.js';
import { onEveryBackend, optimizerNames, optimizers, probe, tf, wayNames, ways, weightOf } from './tfjs.js';

const rates = [0.1, 0.02, 0.5, 0.25, 0.003, 0.1, 0, 0.7];

/** What each update changed the weight of a probe by. */
async function changes(name: keyof typeof optimizers, way: keyof typeof ways, rate: (update: number) => number) {
  const model = probe(optimizers[name](0.9));
  const weights = [weightOf(model)];
  const scheduler = new LearningRateScheduler(model, rate, { per: 'batch' });
  const watcher = { onBatchEnd: () => void weights.push(weightOf(model)) };
  await ways[way](model, rates.length, [scheduler, watcher]);
  model.dispose();
  return { changes: weights.slice(1).map((weight, i) => weight - weights[i]!), history: scheduler.history };
}

onEveryBackend('the learning rate that is set', () => {
  it.each(optimizerNames)('is the one that is used: %s', async (name) => {
    for (const way of wayNames) {
      const unit = await changes(name, way, () => 1); // all are linear in the rate
      const real = await changes(name, way, (update) => rates[update]!);
      expect(real.history['lr']).toEqual(rates);
      const comparable = name === 'rmsprop with momentum' ? 1 : rates.length; // its velocity keeps earlier rates
      rates.slice(0, comparable).forEach((rate, i) => {
        expect(real.changes[i]! / unit.changes[i]!, `${way} ${i}`).toBeCloseTo(rate, 4);
      });
    }
  });

  it.each(optimizerNames)('0 moves nothing: %s', async (name) => {
    expect((await changes(name, 'fit', () => 0)).changes.every((change) => change === 0)).toBe(true);
  });

  it('can be set for ever without leaving tensors behind', () => {
    const optimizer = tf.train.momentum(0.1, 0.9);
    const before = tf.memory().numTensors;
    for (let i = 0; i < 100; i++) {
      setLr(optimizer, i);
      setMomentum(optimizer, i / 100);
    }
    expect(tf.memory().numTensors).toBe(before);
    optimizer.dispose();
  });

  it('the momentum too: of plain momentum, adam and rmsprop', async () => {
    const model = probe(tf.train.momentum(1, 0.5));
    const weights = [0];
    const momenta = [0, 0.5, 0.25, 0.75];
    await ways.fit(model, 4, [
      { onBatchBegin: (batch: number) => setMomentum(model.optimizer, momenta[batch]!) },
      { onBatchEnd: () => void weights.push(weightOf(model)) },
    ]);
    // velocity: 0 * 0 + 1, 0.5 * 1 + 1, 0.25 * 1.5 + 1, 0.75 * 1.375 + 1
    expect(weights).toEqual([0, -1, -2.5, -3.875, -5.90625]);
    expect(model.optimizer.getConfig()).toMatchObject({ learningRate: 1, momentum: 0.75 });
    expect(optimizerOf(model.optimizer)).toEqual({ optimizer: 'momentum', momentum: 0.75 });
    model.dispose();
    for (const other of [tf.train.adam(0.1), tf.train.adamax(0.1), tf.train.rmsprop(0.1)]) {
      setMomentum(other, 0.8);
      expect(Object.values(other.getConfig())).toContain(0.8);
    }
  });
});

describe('an optimizer without what is to be set', () => {
  it('is told of by name', () => {
    class Strange {}
    expect(() => setLr(new Strange(), 1)).toThrow('the optimizer Strange has no learning rate that can be set');
    expect(() => lrOf(new Strange())).toThrow('Strange has no learning rate');
    expect(() => setMomentum(tf.train.sgd(1), 0.9)).toThrow('the optimizer SGDOptimizer has no momentum');
  });
});
