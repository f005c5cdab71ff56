import { describe, expect, it } from 'vitest';
import { runConfig } from '../../src/config/run-config.js';
import { controllerWarnings } from '../../src/runs/controller-warnings.js';
import { judgedBy } from '../../src/runs/monitored.js';
import { trainWarnings } from '../../src/runs/train-warnings.js';

const configOf = (train: object) =>
  runConfig.parse({ dataset: 'moons', model: 'mlp', metrics: ['accuracy'], train: { epochs: 100, ...train } });
const validated = { validation: Int32Array.of(1) };
const unvalidated = { validation: new Int32Array() };
const codes = (train: object) => controllerWarnings(configOf(train), validated, 0.1).map(({ code }) => code);

describe('warnings about controllers', () => {
  it('says where early stopping ends the training before the plateau cuts the rate', () => {
    const [warning] = controllerWarnings(
      configOf({ plateau: { patience: 10 }, earlyStopping: { patience: 3 } }),
      validated,
      0.1,
    );
    expect(warning).toEqual({
      code: 'W102',
      message:
        'where nothing improves, early stopping ends the training after epoch 4, and plateau cuts the rate only after epoch 12: give earlyStopping a patience of 12 or more',
    });
    expect(codes({ plateau: { patience: 10 }, earlyStopping: { patience: 12 } })).toEqual([]);
    expect(codes({ plateau: { patience: 10 }, earlyStopping: { patience: 11 } })).toEqual(['W102']);
  });

  it('counts as each of them counts', () => {
    const keras = { patience: 5, compat: 'keras' };
    expect(codes({ plateau: keras, earlyStopping: { patience: 5 } })).toEqual(['W102']);
    expect(codes({ plateau: keras, earlyStopping: { patience: 6 } })).toEqual([]);
    expect(codes({ plateau: { ...keras, startFromEpoch: 3 }, earlyStopping: { patience: 6 } })).toEqual(['W102']);
    expect(codes({ greedy: { patience: 5 }, earlyStopping: { patience: 3 } })).toEqual(['W102']);
  });

  it('says where a training is too short for them', () => {
    expect(codes({ epochs: 10, plateau: {}, earlyStopping: {} })).toEqual(['W103', 'W103']);
    expect(codes({ epochs: 13, plateau: {} })).toEqual([]);
    const [never] = controllerWarnings(configOf({ plateau: { minLr: 0.2 } }), validated, 0.1);
    expect(never!.message).toMatch(/plateau can never cut the rate: its minLr/);
  });

  it('says nothing of a training without controllers', () => expect(codes({})).toEqual([]));
});

describe('warnings about what a training came to', () => {
  const step = (loss: number) => ({ kind: 'step', step: 0, epoch: 1, lr: 0.3, loss }) as const;
  const good = { steps: [step(2), step(1)], finite: true, bestEpoch: 1 };
  it('are none where all went well', () => expect(trainWarnings(good)).toEqual([]));
  it('tell a loss that rose and weights that are not finite', () => {
    expect(trainWarnings({ ...good, steps: [step(1), step(2)] })).toEqual([
      { code: 'W101', message: 'the loss rose from 1.00 to 2.00: lr 0.3 is too high, take a third' },
    ]);
    const [warning] = trainWarnings({ ...good, finite: false, bestEpoch: undefined });
    expect(warning!.message).toContain('not finite and are not saved');
  });
});

describe('the monitor', () => {
  const judge = (train: object, data = validated) => judgedBy(configOf(train), data);
  it('is the validation loss, or the loss where nothing is validated', () => {
    expect(judge({})).toEqual({ monitor: 'val_loss', mode: 'min' });
    expect(judge({}, unvalidated)).toEqual({ monitor: 'loss', mode: 'min' });
  });
  it('is what early stopping watches before what all watch', () => {
    expect(judge({ monitor: 'accuracy' })).toEqual({ monitor: 'accuracy', mode: 'max' });
    expect(judge({ monitor: 'accuracy', earlyStopping: { monitor: 'loss', mode: 'max' } })).toEqual({
      monitor: 'loss',
      mode: 'max',
    });
  });
  it.each([
    [{ monitor: 'acuracy' }, "train.monitor: this training has no value 'acuracy'", "did you mean 'accuracy'?"],
    [{ plateau: { monitor: 'val_mae' } }, "train.plateau.monitor: this training has no value 'val_mae'", 'known: loss'],
    [{ earlyStopping: { monitor: 'val_los' } }, "no value 'val_los'", "did you mean 'val_loss'?"],
  ])('that is none is refused: %j', (train, message, hint) => {
    expect(() => judge(train)).toThrow(
      expect.objectContaining({
        code: 'MONITOR',
        blame: 'user',
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      }),
    );
  });
  it('of validation is refused with a hint where nothing is validated', () => {
    expect(() => judge({ monitor: 'val_loss' }, unvalidated)).toThrow(
      expect.objectContaining({ code: 'MONITOR', hint: expect.stringContaining('dataset.validation') }),
    );
  });
});
