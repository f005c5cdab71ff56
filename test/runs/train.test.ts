import { describe, expect, it } from 'vitest';
import { batchOrder } from '../../src/datasets/batches.js';
import type { Trainer } from '../../src/engine/engine.js';
import { quadraticTrainer } from '../../src/engine/quadratic.js';
import { type EpochEvent, type Position, type StepEvent, type Training, train } from '../../src/runs/train.js';

const rows = Int32Array.from({ length: 10 }, (_, i) => i);
const batches = batchOrder({ rows, batchSize: 4, seed: 1 });

async function trained(options: Partial<Training>) {
  const run = train({ trainer: quadraticTrainer(1), schedule: () => 0.1, epochs: 3, batches, ...options });
  const steps: StepEvent[] = [];
  const epochs: EpochEvent[] = [];
  let next = await run.next();
  for (; !next.done; next = await run.next()) {
    if (next.value.kind === 'step') steps.push(next.value);
    else epochs.push(next.value);
  }
  return { steps, epochs, end: next.value };
}

describe('train', () => {
  it('gives every update the rate of the schedule, and the loss before it', async () => {
    const schedule = (step: number) => 0.1 + step / 100;
    const { steps, end } = await trained({ schedule });
    let w = 1;
    for (const [i, { step, lr, loss, epoch }] of steps.entries()) {
      expect([step, lr, epoch]).toEqual([i, schedule(i), 1 + Math.floor(i / 3)]);
      expect(loss).toBeCloseTo((w * w) / 2, 14);
      w *= 1 - lr;
    }
    expect(steps).toHaveLength(9);
    expect(end).toEqual({ stop: 'completed' });
  });

  it('evaluates after every epoch, and weighs the epoch loss by rows', async () => {
    const { steps, epochs } = await trained({ validation: rows });
    expect(epochs.map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 3],
      [2, 6],
      [3, 9],
    ]);
    const [a, b, c] = steps.map(({ loss }) => loss) as [number, number, number];
    expect(epochs[0]!.loss).toBeCloseTo((4 * a + 4 * b + 2 * c) / 10, 14);
    expect(epochs[0]!.validation!.loss).toBeCloseTo(steps[3]!.loss, 14);
  });

  it('sees every row once per epoch, accumulated or not', async () => {
    const seen: number[][] = [];
    const trainer: Trainer = {
      ...quadraticTrainer(1),
      step: async (_, parts) => {
        seen.push(parts.flatMap((part) => [...part]));
        return 1;
      },
    };
    await trained({ trainer, accumulate: 2, epochs: 2 });
    expect(seen.map(({ length }) => length)).toEqual([8, 2, 8, 2]);
    expect(seen.slice(0, 2).flat().toSorted()).toEqual([...rows]);
    expect(seen.slice(2).flat().toSorted()).toEqual([...rows]);
  });

  it('stops at the first loss that is not finite, with what led to it', async () => {
    const { steps, end } = await trained({ schedule: (step) => (step === 4 ? 1e200 : 0.1), epochs: 5 });
    const [breaking, failing] = steps.slice(-2);
    expect([breaking!.lr, failing!.loss]).toEqual([1e200, Number.POSITIVE_INFINITY]);
    expect(end).toEqual({
      stop: 'non-finite',
      failure: {
        what: 'loss',
        step: 5,
        epoch: 2,
        lr: 0.1,
        previousLr: 1e200,
        loss: Infinity,
        rows: [...batches.batch(5)],
      },
    });
  });

  it('stops at a validation loss that is not finite', async () => {
    const { end } = await trained({ schedule: (step) => (step === 2 ? 1e200 : 0.1), validation: rows });
    expect(end).toMatchObject({
      stop: 'non-finite',
      failure: { what: 'validation loss', step: 2, epoch: 1, lr: 1e200 },
    });
  });

  it('ends between two updates when asked to', async () => {
    const controller = new AbortController();
    const schedule = (step: number) => {
      if (step === 4) controller.abort();
      return 0.1;
    };
    const { steps, end } = await trained({ schedule, signal: controller.signal });
    expect([steps.length, end.stop]).toEqual([5, 'interrupted']);
  });

  it('cuts an evaluation short when asked to, and does it first when it goes on', async () => {
    const controller = new AbortController();
    const trainer: Trainer = Object.create(quadraticTrainer(1), {
      evaluate: {
        value: async (_: Int32Array, signal?: AbortSignal) => {
          controller.abort();
          signal?.throwIfAborted();
        },
      },
    });
    const positions: Position[] = [];
    const onPosition = async (position: Position, ending: boolean) => {
      if (ending) positions.push(position);
    };
    const { end, epochs } = await trained({ trainer, validation: rows, signal: controller.signal, onPosition });
    expect([end, epochs.length, positions.length]).toEqual([{ stop: 'interrupted' }, 0, 1]);
    const [from] = positions;
    expect(from).toMatchObject({ step: 3, sums: { rows: 10 } });

    const whole = await trained({ validation: rows });
    const again = quadraticTrainer(1);
    for (let step = 0; step < 3; step++) await again.step(0.1, []);
    const resumed = await trained({ trainer: again, validation: rows, from: from! });
    expect(resumed.epochs).toEqual(whole.epochs);
    expect(resumed.steps).toEqual(whole.steps.slice(3));
  });
});
