import { describe, expect, it } from 'vitest';
import { divergence } from '../../src/analysis/divergence.js';
import { geometricSpace } from '../../src/base/numbers.js';
import type { Trainer } from '../../src/engine/engine.js';
import { quadraticTrainer } from '../../src/engine/quadratic.js';
import { type Point, type RangeTest, rangeTest } from '../../src/runs/range-test.js';

const lrs = geometricSpace(1e-4, 10, 60);
const never = () => null;
const batch = (k: number) => Int32Array.of(k);

async function sweep(test: Partial<RangeTest> & { readonly trainer: Trainer }) {
  const points: Point[] = [];
  const run = rangeTest({ lrs, batch, watch: never, ...test });
  let next = await run.next();
  for (; !next.done; next = await run.next()) points.push(next.value);
  return { points, stop: next.value };
}

/** The quadratic, with every call written down. */
function recorded(curvature = 50) {
  const calls: { lr: number; batches: number[][] }[] = [];
  const inner = quadraticTrainer(curvature);
  const trainer: Trainer = {
    ...inner,
    get updates() {
      return inner.updates;
    },
    step: (lr, batches) => {
      calls.push({ lr, batches: batches.map((rows) => [...rows]) });
      return inner.step(lr, batches);
    },
  };
  return { trainer, calls };
}

describe('the range test', () => {
  it('uses every rate once, in order, and hits both ends', async () => {
    const { trainer, calls } = recorded();
    const { points, stop } = await sweep({ trainer });
    expect(calls.map(({ lr }) => lr)).toEqual(lrs);
    expect(points.map(({ lr }) => lr)).toEqual(lrs);
    expect(points.map(({ step }) => step)).toEqual(lrs.map((_, i) => i));
    expect([points[0]!.lr, points.at(-1)!.lr]).toEqual([1e-4, 10]);
    expect(stop).toBe('completed');
  });

  it('pairs each rate with the loss before its update', async () => {
    const { points } = await sweep({ trainer: quadraticTrainer(50) });
    let w = 1;
    for (const { lr, loss } of points) {
      expect(loss).toBeCloseTo((50 * w * w) / 2, 8);
      w *= 1 - lr * 50;
      if (Math.abs(w) > 1e3) break;
    }
  });

  it('takes the loss of fixed rows before the update too, and none where there are none', async () => {
    const trainer = quadraticTrainer(50);
    const { points } = await sweep({ trainer, fixed: Int32Array.of(0) });
    for (const { loss, fixedLoss } of points) expect(fixedLoss).toBe(loss);
    const without = await sweep({ trainer });
    expect(without.points.map(({ loss }) => loss)).toEqual(points.map(({ loss }) => loss));
    expect(without.points[0]).not.toHaveProperty('fixedLoss');
  });

  it('has its lowest loss on the first rate that is too large', async () => {
    const { points } = await sweep({
      trainer: quadraticTrainer(50),
      watch: (loss) => (loss < 1e12 ? null : 'diverged'),
    });
    const losses = points.map(({ loss }) => loss);
    expect(losses.indexOf(Math.min(...losses))).toBe(lrs.findIndex((lr) => lr > 2 / 50));
  });

  it('takes the batches in order, several of them per update when accumulating', async () => {
    const { trainer, calls } = recorded();
    await sweep({ trainer, lrs: lrs.slice(0, 3), accumulate: 2 });
    expect(calls.map(({ batches }) => batches)).toEqual([
      [[0], [1]],
      [[2], [3]],
      [[4], [5]],
    ]);
  });

  it('stops where told, and says why', async () => {
    const { points, stop } = await sweep({
      trainer: quadraticTrainer(50),
      watch: divergence({ factor: 4, smoothing: 0 }),
    });
    expect(stop).toBe('diverged');
    expect(points.length).toBeLessThan(lrs.length);
  });

  it('stops at the first loss that is not finite, which is recorded', async () => {
    const trainer = { ...quadraticTrainer(1), step: async (lr: number) => (lr > 1 ? Number.NaN : 1) };
    const { points, stop } = await sweep({ trainer, watch: divergence() });
    expect(stop).toBe('non-finite');
    expect(points.filter(({ loss }) => Number.isNaN(loss))).toHaveLength(1);
  });

  it('gives the validation loss after the update only where rows were given', async () => {
    const without = await sweep({ trainer: quadraticTrainer(2), lrs: [0.1] });
    expect(without.points[0]).not.toHaveProperty('valLoss');
    const { points } = await sweep({ trainer: quadraticTrainer(2), lrs: [0.1], validation: Int32Array.of(0) });
    expect(points[0]!.valLoss).toBeCloseTo(0.8 ** 2, 12);
  });

  it('ends between two updates when aborted', async () => {
    const stopping = new AbortController();
    const watch = () => {
      stopping.abort();
      return null;
    };
    const { points, stop } = await sweep({ trainer: quadraticTrainer(50), watch, signal: stopping.signal });
    expect(stop).toBe('interrupted');
    expect(points).toHaveLength(1);
  });

  it('serves the event loop while it runs', async () => {
    const trainer: Trainer = {
      ...quadraticTrainer(50),
      step: async () => {
        const until = performance.now() + 4;
        while (performance.now() < until); // a step keeps the thread busy
        return 1;
      },
    };
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await sweep({ trainer });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(10);
  });

  it('leaves the trainer as it was, byte for byte, however it ends', async () => {
    const endings: Readonly<Record<string, (trainer: Trainer) => Promise<unknown>>> = {
      completed: (trainer) => sweep({ trainer }),
      diverged: (trainer) => sweep({ trainer, watch: divergence({ smoothing: 0 }) }),
      'a throw at step 7': (trainer) => {
        let step = 0;
        const failing: Trainer = {
          ...trainer,
          step: (lr, batches) => (step++ === 7 ? Promise.reject(new Error('disk on fire')) : trainer.step(lr, batches)),
        };
        return expect(sweep({ trainer: failing })).rejects.toThrow('disk on fire');
      },
      'a break in the caller': async (trainer) => {
        for await (const { step } of rangeTest({ trainer, lrs, batch, watch: never })) if (step === 5) break;
      },
    };
    for (const [name, end] of Object.entries(endings)) {
      const trainer = quadraticTrainer(50);
      await trainer.step(0.01, []);
      const before = await trainer.capture();
      await end(trainer);
      expect(await trainer.capture(), name).toEqual(before);
    }
  });
});
