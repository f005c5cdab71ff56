import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clr, cosine, cosineRestarts, oneCycle } from '../../src/api/schedules.js';
import { CyclicLR, type CyclicLROptions } from '../../src/callbacks/cyclic-lr.js';
import { LearningRateScheduler } from '../../src/callbacks/learning-rate-scheduler.js';
import { OneCycleLR } from '../../src/callbacks/one-cycle-lr.js';
import { SGDR } from '../../src/callbacks/sgdr.js';
import { ratesOf } from '../../src/schedules/schedule.js';
import { fakeModel } from './fake-model.js';
import { batchesOf, classifier, onEveryBackend, probe, rows, tf, wayNames, ways, weightOf } from './tfjs.js';

const made = {
  CyclicLR: {
    of: (model: ReturnType<typeof probe>) => new CyclicLR(model, { baseLr: 0.1, maxLr: 0.5, halfCycle: 4 }),
    schedule: clr({ baseLr: 0.1, maxLr: 0.5, halfCycle: 4 }),
  },
  OneCycleLR: {
    of: (model: ReturnType<typeof probe>) => new OneCycleLR(model, { maxLr: 0.5, totalSteps: 12 }),
    schedule: oneCycle({ maxLr: 0.5, totalSteps: 12 }),
  },
  SGDR: {
    of: (model: ReturnType<typeof probe>) => new SGDR(model, { maxLr: 0.5, firstCycle: 4 }),
    schedule: cosineRestarts({ maxLr: 0.5, firstCycle: 4 }),
  },
  LearningRateScheduler: {
    of: (model: ReturnType<typeof probe>) =>
      new LearningRateScheduler(model, cosine({ maxLr: 0.5, totalSteps: 12 }), { per: 'batch' }),
    schedule: cosine({ maxLr: 0.5, totalSteps: 12 }),
  },
} as const;

onEveryBackend('under model.fit and model.fitDataset', () => {
  describe.each(Object.entries(made))('%s', (_, { of, schedule }) => {
    it.each(wayNames)('trains with the rates of its schedule: %s', async (way) => {
      const model = probe(tf.train.sgd(9));
      const callback = of(model);
      const weights = [0];
      await ways[way](model, 12, [callback, { onBatchEnd: () => void weights.push(weightOf(model)) }]);
      const rates = ratesOf(schedule, 12);
      expect(callback.history['lr']).toEqual(rates);
      expect(callback.history['iteration']).toEqual(rates.map((_, i) => i));
      rates.forEach((rate, i) => {
        expect(weights[i]! - weights[i + 1]!).toBeCloseTo(rate, 5);
      });
      model.dispose();
    });
  });

  it('records the loss and every metric of every batch', async () => {
    const { x, y } = rows();
    const model = classifier(tf.train.momentum(0.1, 0.9));
    const before = tf.memory().numTensors;
    const callback = new CyclicLR(model, { maxLr: 0.1, halfCycle: 4 });
    await model.fit(x, y, { batchSize: 16, epochs: 2, verbose: 0, callbacks: callback });
    await model.fitDataset(batchesOf({ x, y }), { epochs: 1, verbose: 0, callbacks: callback });
    expect(Object.keys(callback.history).toSorted()).toEqual(['acc', 'iteration', 'loss', 'lr']);
    for (const column of Object.values(callback.history)) {
      expect(column).toHaveLength(12);
      expect(column.every(Number.isFinite)).toBe(true);
    }
    expect(new Set(callback.history['loss']).size).toBe(12);
    const velocities = 6;
    expect(tf.memory().numTensors).toBe(before + velocities);
    model.dispose();
  });

  it('moves the momentum against the rate', async () => {
    const model = probe(tf.train.momentum(0.1, 0.95));
    const options = { maxLr: 0.5, totalSteps: 12, baseMomentum: 0.8, maxMomentum: 0.95 };
    const callback = new OneCycleLR(model, options);
    const weights = [0];
    await ways.fit(model, 12, [callback, { onBatchEnd: () => void weights.push(weightOf(model)) }]);
    const schedule = oneCycle(options);
    let [velocity, weight] = [0, 0];
    for (let step = 0; step < 12; step++) {
      velocity = velocity * schedule.momentum!(step)! + 1;
      weight -= schedule(step) * velocity;
      expect(weights[step + 1]).toBeCloseTo(weight, 4);
    }
    expect(callback.history['momentum']![0]).toBe(0.95);
    expect(Math.min(...callback.history['momentum']!)).toBeLessThan(0.82);
    model.dispose();
  });

  it('works beside callbacks of TensorFlow.js that stand first, and beside plain objects', async () => {
    const model = probe(tf.train.sgd(9));
    const callback = new CyclicLR(model, { maxLr: 0.5, halfCycle: 2 });
    await ways.fit(model, 4, [tf.callbacks.earlyStopping({ monitor: 'loss' }), callback]);
    const batches: number[] = [];
    await ways.fit(model, 4, [{ onBatchEnd: (batch: number) => void batches.push(batch) }, callback]);
    expect(callback.history['lr']).toEqual(ratesOf(clr({ maxLr: 0.5, halfCycle: 2 }), 8));
    expect(callback.history['loss']!.every(Number.isFinite)).toBe(true);
    expect(batches).toEqual([0, 1, 2, 3]);
    model.dispose();
  });

  it('adds the rate of each epoch to what fit returns', async () => {
    const { x, y } = rows();
    const model = classifier(tf.train.adam(0.01));
    const callback = new LearningRateScheduler(model, (epoch, lr) => (epoch === 0 ? lr : lr / 2));
    const { history } = await model.fit(x, y, { batchSize: 16, epochs: 3, verbose: 0, callbacks: callback });
    expect(history['lr']).toEqual([0.01, 0.005, 0.0025]);
    expect(callback.history).toMatchObject({ epoch: [0, 1, 2], lr: [0.01, 0.005, 0.0025] });
    expect(callback.history['loss']).toHaveLength(3);
    model.dispose();
  });
});

describe('CyclicLR', () => {
  it('begins anew with other bounds, and keeps what it recorded', async () => {
    const model = fakeModel();
    const callback = new CyclicLR(model, { baseLr: 0.1, maxLr: 0.3, stepSize: 2 });
    await model.train(callback, 3);
    callback.reset({ baseLr: 1, maxLr: 2, halfCycle: 1 });
    await model.train(callback, 3);
    callback.reset();
    await model.train(callback, 1);
    expect(callback.history['lr']).toEqual([0.1, 0.2, 0.3, 1, 2, 1, 1]);
    expect(callback.history['iteration']).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('keeps its bounds where the new ones are refused', async () => {
    const model = fakeModel();
    const callback = new CyclicLR(model, { baseLr: 0.1, maxLr: 0.3, halfCycle: 2 });
    expect(() => callback.reset({ maxLr: 0.01 })).toThrow('clr: baseLr must not be above maxLr');
    await model.train(callback, 2);
    expect(callback.history['lr']).toEqual([0.1, 0.2]);
  });

  it.each<[string, object, string]>([
    ['two names of one', { maxLr: 1, stepSize: 1, halfCycle: 1 }, 'stepSize is another name of halfCycle'],
    ['two scales', { maxLr: 1, halfCycle: 1, scaleFn: Math.abs, scale: 'x' }, 'scaleFn is another name of scale'],
    ['a typo', { maxLR: 1, halfCycle: 1 }, "maxLR: unknown key (did you mean 'maxLr'?)"],
    ['no length', { maxLr: 1 }, 'totalSteps is missing'],
    ['epochs of unknown length', { maxLr: 1, halfCycle: '2ep' }, 'stepsPerEpoch is missing'],
  ])('refuses %s', (_, options, message) => {
    expect(() => new CyclicLR(fakeModel(), options as CyclicLROptions)).toThrow(message);
  });

  it('says where the model belongs', () => {
    expect(() => new CyclicLR({ maxLr: 1 } as never, {} as never)).toThrow(
      'CyclicLR: the first argument is not a tf.LayersModel',
    );
  });
});

describe('LearningRateScheduler', () => {
  it('refuses a rate that is none', async () => {
    const model = fakeModel();
    const callback = new LearningRateScheduler(model, () => Number.NaN, { per: 'batch' });
    await expect(model.train(callback, 1)).rejects.toThrow('the rate of batch 0 is NaN');
  });

  it('takes a schedule as a config writes it', async () => {
    const model = fakeModel();
    const callback = new LearningRateScheduler(model, { name: 'step', maxLr: 1, stepSize: 1 }, { per: 'batch' });
    await model.train(callback, 3);
    expect(callback.history['lr']!.map((lr) => lr.toPrecision(3))).toEqual(['1.00', '0.100', '0.0100']);
  });
});

/** The scale functions of the vectors, by the names they have there. */
const scales = {
  power:
    ({ g }: { g: number }) =>
    (x: number) =>
      g ** x,
  harmonic:
    ({ c }: { c: number }) =>
    (x: number) =>
      1 / (1 + c * x),
  'inverse-power':
    ({ c }: { c: number }) =>
    (x: number) =>
      1 / 5 ** (x * c),
  sine: () => (x: number) => 0.5 * (1 + Math.sin((x * Math.PI) / 2)),
};

interface ClrCase {
  readonly id: string;
  readonly reference: string;
  readonly args: {
    readonly base_lr: number;
    readonly max_lr: number;
    readonly step_size: number;
    readonly mode?: string;
    readonly gamma?: number;
    readonly scale_fn?: { readonly name: keyof typeof scales; readonly c: number; readonly g: number };
    readonly scale_mode?: 'cycle' | 'iterations';
    readonly fits: readonly { readonly updates: number; readonly reset?: Record<string, number> }[];
  };
  readonly lr: readonly number[];
}

describe('the callback of bckenstler/CLR', () => {
  const { cases }: { cases: ClrCase[] } = JSON.parse(
    readFileSync(new URL('../vectors/schedules.json', import.meta.url), 'utf8'),
  );
  const kept = cases.filter(({ reference }) => reference.startsWith('bckenstler'));
  const names = { new_base_lr: 'baseLr', new_max_lr: 'maxLr', new_step_size: 'halfCycle' } as const;

  it.each(kept.map((one) => [one.id, one] as const))(
    'gives the same rates, over several fits and resets: %s',
    async (_, one) => {
      const { base_lr, max_lr, step_size, mode = 'triangular', gamma, scale_fn, scale_mode, fits } = one.args;
      const model = fakeModel();
      const callback = new CyclicLR(model, {
        baseLr: base_lr,
        maxLr: max_lr,
        stepSize: step_size,
        mode: mode.replace('_', '-') as 'triangular',
        ...(gamma !== undefined && { gamma }),
        ...(scale_fn && { scaleFn: scales[scale_fn.name](scale_fn) }),
        ...(scale_mode && { scaleMode: scale_mode }),
      });
      for (const { updates, reset } of fits) {
        if (reset) {
          callback.reset(
            Object.fromEntries(Object.entries(reset).map(([key, value]) => [names[key as 'new_max_lr'], value])),
          );
        }
        await model.train(callback, updates);
      }
      callback.history['lr']!.forEach((lr, k) => {
        expect(Math.abs(lr - one.lr[k]!)).toBeLessThanOrEqual(1e-12 * one.lr[k]! + 1e-15 * max_lr);
      });
      expect(callback.history['lr']).toHaveLength(one.lr.length);
    },
  );
});
