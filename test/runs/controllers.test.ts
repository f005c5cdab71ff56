import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { controllerSections } from '../../src/controllers/all.js';
import { panelOf } from '../../src/controllers/panel.js';
import { batchOrder } from '../../src/datasets/batches.js';
import type { Trainer } from '../../src/engine/engine.js';
import { quadraticTrainer } from '../../src/engine/quadratic.js';
import { type EpochEvent, type StepEvent, type Training, train } from '../../src/runs/train.js';

const rows = Int32Array.from({ length: 4 }, (_, i) => i);
const batches = batchOrder({ rows, batchSize: 2, seed: 1 });
const panel = (config: z.input<z.ZodObject<typeof controllerSections>>, monitor = 'val_loss') =>
  panelOf(z.strictObject(controllerSections).parse(config), { lr: 0.5, monitor });

/** A quadratic whose validation losses are given, epoch by epoch. */
const trainerSeeing = (losses: readonly number[]): Trainer => {
  let epoch = 0;
  // assigned, not spread: `updates` is a getter
  return Object.assign(quadraticTrainer(1), {
    evaluate: async () => ({ loss: losses[epoch++]!, metrics: { accuracy: 1 / losses[epoch - 1]! } }),
  });
};

async function trained(options: Partial<Training>) {
  const events: (StepEvent | EpochEvent)[] = [];
  const run = train({
    trainer: quadraticTrainer(1),
    schedule: () => 0.5,
    epochs: 6,
    batches,
    validation: rows,
    ...options,
  });
  let next = await run.next();
  for (; !next.done; next = await run.next()) events.push(next.value);
  const steps = events.filter((event) => event.kind === 'step');
  const epochs = events.filter((event) => event.kind === 'epoch');
  return { steps, epochs, end: next.value };
}

describe('a training with controllers', () => {
  it('multiplies the schedule by what they want, from the next update on', async () => {
    const trainer = trainerSeeing([3, 3, 3, 1, 1, 1]);
    const schedule = (step: number) => 0.1 + step / 100;
    const { steps, epochs, end } = await trained({
      trainer,
      schedule,
      panel: panel({ plateau: { patience: 1, factor: 0.5 } }),
    });
    const scales = steps.map(({ lr, step }) => lr / schedule(step));
    [1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5].forEach((scale, i) => {
      expect(scales[i]).toBeCloseTo(scale, 14);
    });
    expect(epochs.map(({ actions }) => actions.length)).toEqual([0, 0, 1, 0, 0, 1]);
    expect(end).toEqual({ stop: 'completed' });
  });

  it('ends early with the trainer as it was after the best epoch', async () => {
    const trainer = trainerSeeing([3, 2, 4, 5, 1, 1]);
    const { epochs, end } = await trained({ trainer, panel: panel({ earlyStopping: { patience: 2 } }) });
    expect(end).toEqual({ stop: 'early-stopping', restoredEpoch: 2 });
    expect([epochs.length, trainer.updates]).toEqual([4, 4]);
    const [weight] = await trainer.weights();
    expect(weight!.values[0]).toBeCloseTo(0.5 ** 4, 7);
  });

  it('leaves the last weights where it is told to', async () => {
    const trainer = trainerSeeing([3, 2, 4, 5, 1, 1]);
    const stopping = { patience: 2, restoreBestWeights: false };
    const { end } = await trained({ trainer, panel: panel({ earlyStopping: stopping }) });
    expect([end, trainer.updates]).toEqual([{ stop: 'early-stopping' }, 8]);
  });

  it('watches a metric, better the higher it is', async () => {
    const trainer = trainerSeeing([1, 2, 3, 4, 5, 6]);
    const earlyStopping = { patience: 2, monitor: 'accuracy' };
    const { end } = await trained({ trainer, panel: panel({ earlyStopping }) });
    expect(end).toEqual({ stop: 'early-stopping', restoredEpoch: 1 });
  });

  it('restores the best weights where the loss breaks, and leaves them alone where it is interrupted', async () => {
    const earlyStopping = { patience: 9 };
    const broken = trainerSeeing([2, Number.NaN]);
    const { end } = await trained({ trainer: broken, panel: panel({ earlyStopping }) });
    expect(end).toMatchObject({ stop: 'non-finite', restoredEpoch: 1, failure: { what: 'validation loss', epoch: 2 } });
    expect(broken.updates).toBe(2);

    const stop = new AbortController();
    const trainer = trainerSeeing([2, 3, 3]);
    const schedule = (step: number) => {
      if (step === 5) stop.abort();
      return 0.1;
    };
    const interrupted = await trained({ trainer, schedule, signal: stop.signal, panel: panel({ earlyStopping }) });
    expect([interrupted.end, trainer.updates]).toEqual([{ stop: 'interrupted' }, 6]);
  });
});
