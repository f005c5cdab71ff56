import { describe, expect, it } from 'vitest';
import { layerConfig } from '../../src/models/layers.js';
import { type LossName, lossChoice, lossConfig, lossNames } from '../../src/models/losses.js';
import { metricNames } from '../../src/models/metrics.js';
import { checkOutputActivation, type TargetSummary, taskOf } from '../../src/models/task.js';

const names = (n: number) => Array.from({ length: n }, (_, i) => `class ${i}`);
const classes = (n: number): TargetSummary => ({ kind: 'classes', classes: names(n) });
const oneHot = (n: number): TargetSummary => ({
  kind: 'numbers',
  width: n,
  classes: names(n),
  values: new Float32Array(n),
});
const numbers = (width: number, ...values: number[]): TargetSummary => ({
  kind: 'numbers',
  width,
  values: Float32Array.from(values),
});

const loss = (name: LossName) => lossChoice.parse({ name });
const attempt = (choose: () => unknown): string => {
  try {
    return JSON.stringify(choose());
  } catch (error) {
    const { code, message, hint } = error as { code: string; message: string; hint: string };
    return `${code}: ${message} | ${hint}`;
  }
};

describe('what is left out follows from the targets', () => {
  it.each([
    ['10 classes', classes(10), 'sparse-softmax-cross-entropy', ['accuracy'], 10],
    ['2 classes', classes(2), 'sparse-softmax-cross-entropy', ['accuracy'], 2],
    ['one-hot rows', oneHot(7), 'softmax-cross-entropy', ['accuracy'], 7],
    ['numbers', numbers(1, 0.5), 'mse', ['mae'], 1],
    ['rows of 3 numbers', numbers(3, 1, 2, 3), 'mse', ['mae'], 3],
  ])('%s', (_, targets, name, metrics, outputs) => {
    expect(taskOf({}, targets)).toEqual({ loss: { name, fromLogits: true, delta: 1 }, metrics, outputs });
  });

  it('binary cross-entropy takes one output and reports accuracy', () => {
    const task = {
      loss: { name: 'binary-cross-entropy', fromLogits: true, delta: 1 },
      metrics: ['accuracy'],
      outputs: 1,
    };
    expect(taskOf({ loss: loss('binary-cross-entropy') }, classes(2))).toEqual(task);
    expect(taskOf({ loss: loss('binary-cross-entropy') }, numbers(1, 0, 1, 0.3))).toEqual(task);
  });

  it('parameters of the loss may be given without its name', () => {
    expect(taskOf({ loss: lossChoice.parse({ fromLogits: false }) }, classes(3)).loss).toEqual({
      name: 'sparse-softmax-cross-entropy',
      fromLogits: false,
      delta: 1,
    });
  });

  it('no metrics is a choice too', () => expect(taskOf({ metrics: [] }, classes(3)).metrics).toEqual([]));
});

describe('every loss with every form of targets: works or tells why', () => {
  const forms = {
    classes: classes(10),
    'two classes': classes(2),
    'one-hot': oneHot(10),
    numbers: numbers(1, 5),
    share: numbers(1, 0.5),
  };
  const fitting: Record<LossName, readonly (keyof typeof forms)[]> = {
    'sparse-softmax-cross-entropy': ['classes', 'two classes'],
    'softmax-cross-entropy': ['one-hot'],
    'binary-cross-entropy': ['two classes', 'share'],
    mse: ['one-hot', 'numbers', 'share'],
    mae: ['one-hot', 'numbers', 'share'],
    huber: ['one-hot', 'numbers', 'share'],
  };
  it.each(lossNames)('%s', (name) => {
    for (const [form, targets] of Object.entries(forms)) {
      const answer = attempt(() => taskOf({ loss: loss(name), metrics: [] }, targets));
      const fits = fitting[name].some((known) => known === form);
      expect(answer, form).toMatch(
        fits
          ? new RegExp(`"name":"${name}"`)
          : new RegExp(`^LOSS_UNFIT: loss\\.name: ${name} takes .*\\| set loss to `),
      );
    }
  });

  it('the hint works when it is typed', () => {
    for (const targets of Object.values(forms)) {
      for (const name of lossNames) {
        const hint = attempt(() => taskOf({ loss: loss(name), metrics: [] }, targets)).split('| set loss to ')[1];
        const better = hint?.split(',')[0];
        if (better) expect(taskOf({ loss: lossChoice.parse({ name: better }) }, targets).loss.name).toBe(better);
      }
    }
  });

  it('says which number is wrong', () => {
    expect(attempt(() => taskOf({ loss: loss('binary-cross-entropy') }, numbers(1, 0, 1, 2)))).toContain(
      'that of example 2 is 2',
    );
    expect(attempt(() => taskOf({ loss: loss('binary-cross-entropy') }, numbers(1, 0, Number.NaN)))).toContain(
      'example 1 is NaN',
    );
    expect(attempt(() => taskOf({ loss: loss('binary-cross-entropy') }, numbers(2, 0, 1)))).toContain(
      'one number per example',
    );
  });
});

describe('metrics', () => {
  it.each([
    ['top-5-accuracy', classes(5), 'needs more than 5 classes, the targets are labels of 5 classes'],
    ['top-3-accuracy', oneHot(3), 'needs more than 3 classes, the targets are one-hot rows of 3 classes'],
    ['accuracy', numbers(1, 2), 'needs classes, the targets are numbers'],
    ['mae', classes(3), 'needs numbers, the targets are labels of 3 classes'],
  ] as const)('%s is refused where it says nothing', (metric, targets, why) => {
    const answer = attempt(() => taskOf({ metrics: ['loss' as never, metric].slice(1) as [typeof metric] }, targets));
    expect(answer).toContain(`METRIC_UNFIT: metrics[0]: ${metric} ${why} | metrics that fit: `);
  });

  it('one class more is enough', () => {
    expect(taskOf({ metrics: ['top-5-accuracy', 'top-3-accuracy'] }, classes(6)).metrics).toHaveLength(2);
    expect(taskOf({ metrics: metricNames }, oneHot(6)).metrics).toEqual(metricNames);
  });
});

describe('the last activation and the loss', () => {
  const ending = (...activations: string[]) =>
    activations.map((activation) => layerConfig.parse({ layer: 'dense', units: 3, activation }));
  const check = (name: LossName, fromLogits: boolean, ...activations: string[]) =>
    attempt(() => checkOutputActivation(ending(...activations), lossConfig.parse({ name, fromLogits })) ?? 'fits');

  it.each([
    ['sparse-softmax-cross-entropy', true, 'linear'],
    ['sparse-softmax-cross-entropy', true, 'relu'],
    ['sparse-softmax-cross-entropy', false, 'softmax'],
    ['binary-cross-entropy', false, 'sigmoid'],
    ['mse', true, 'softmax'],
    ['mae', false, 'linear'],
  ] as const)('%s, fromLogits %s, takes %s', (name, fromLogits, activation) => {
    expect(check(name, fromLogits, activation)).toBe('"fits"');
  });

  it.each([
    ['sparse-softmax-cross-entropy', true, 'softmax', 'ends in softmax, but sparse-softmax-cross-entropy takes logits'],
    ['binary-cross-entropy', true, 'sigmoid', 'or set loss.fromLogits to false'],
    ['softmax-cross-entropy', true, 'sigmoid', 'ends in sigmoid'],
    ['softmax-cross-entropy', false, 'linear', 'the model must end in softmax, but model.layers[1] ends in linear'],
    ['binary-cross-entropy', false, 'softmax', 'the model must end in sigmoid'],
  ] as const)('%s, fromLogits %s, refuses %s', (name, fromLogits, activation, message) => {
    expect(check(name, fromLogits, 'relu', activation)).toContain(message);
    expect(check(name, fromLogits, 'relu', activation)).toMatch(/^LOSS_UNFIT: /);
  });

  it('sees an activation that is a layer, and one that is not last', () => {
    const layers = [
      { layer: 'dense', units: 3, activation: 'softmax' },
      { layer: 'activation', activation: 'softmax' },
    ];
    const parsed = layers.map((layer) => layerConfig.parse(layer));
    const config = lossConfig.parse({ name: 'softmax-cross-entropy' });
    expect(() => checkOutputActivation(parsed, config)).toThrow('model.layers[1] ends in softmax');
    expect(check('softmax-cross-entropy', true, 'softmax', 'linear')).toBe('"fits"');
  });
});
