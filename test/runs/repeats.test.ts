import { describe, expect, it } from 'vitest';
import { runConfig } from '../../src/config/run-config.js';
import { runFind } from '../../src/runs/find.js';
import { prepareRun } from '../../src/runs/prepare.js';
import { type Helpers, type RepeatsRun, repeatSeed, runRepeats } from '../../src/runs/repeats.js';
import { sweepQueue } from '../../src/runs/sweep-queue.js';
import { performTask } from '../../src/runs/task.js';

const configOf = (repeats: number, more: object = {}) =>
  runConfig.parse({
    dataset: { name: 'moons', rows: 80 },
    model: { name: 'mlp', hidden: [4] },
    backend: 'cpu',
    find: { steps: 40, repeats, ...more },
  });
const place = { dataDirs: [], allowCode: false, baseDir: '.' };

async function runOf(repeats: number, more: Partial<RepeatsRun> = {}, find: object = {}): Promise<RepeatsRun> {
  const prepared = await prepareRun({ ...place, config: configOf(repeats, find), elapsed: () => 0 });
  return { ...prepared, tool: '0.0.0', ...more };
}
const withoutTime = (sweeps: readonly { ms: number }[]) => sweeps.map(({ ms: _, ...sweep }) => sweep);

/** Helpers in this process, as workers do their tasks; those of `lost` seeds never come back. */
const helpersOf = (lost: readonly number[] = []): Helpers & { readonly seeds: number[] } => {
  const seeds: number[] = [];
  return {
    count: 2,
    eager: true,
    seeds,
    async sweep(config, seed) {
      seeds.push(seed);
      if (lost.includes(seed)) return null;
      const task = { work: 'sweep', name: `seed-${seed}`, config, baseDir: '.', seed } as const;
      return (await performTask(task, { ...place, tool: '0.0.0', onEvent: () => undefined })) as never;
    },
  };
};

describe('repeats of a range test', () => {
  it('begin with the sweep that there is without repeats, and are the first of more', async () => {
    const [one, three, five] = await Promise.all(
      [1, 3, 5].map(async (k) => withoutTime(await runRepeats(await runOf(k)))),
    );
    expect(three!.slice(0, 1)).toEqual(one);
    expect(five!.slice(0, 3)).toEqual(three);
    expect(new Set(five!.map((sweep) => JSON.stringify(sweep))).size).toBe(5);
  });

  it('are the same whoever does them, and those of a lost helper are done here', async () => {
    const alone = withoutTime(await runRepeats(await runOf(5)));
    const helpers = helpersOf();
    expect(withoutTime(await runRepeats(await runOf(5, { helpers })))).toEqual(alone);
    expect(helpers.seeds.length).toBeGreaterThan(0);
    const losing = helpersOf([43, 44, 45, 46]);
    expect(withoutTime(await runRepeats(await runOf(5, { helpers: losing })))).toEqual(alone);
    expect(losing.seeds).toContain(43);
  });

  it('pass on the error of a helper, and begin no more', async () => {
    const failing: Helpers = {
      count: 1,
      eager: true,
      sweep: async () => Promise.reject(new RangeError('out of disk')),
    };
    await expect(runRepeats(await runOf(50, { helpers: failing }))).rejects.toThrow('out of disk');
  });

  it('call helpers only where they are faster, unless they are wanted', async () => {
    const idle = { ...helpersOf(), eager: false };
    await runRepeats(await runOf(3, { helpers: idle, spent: { startupMs: 1e9, dataMs: 0 } }));
    expect(idle.seeds).toEqual([]);
    const busy = { ...helpersOf(), eager: false };
    await runRepeats(await runOf(9, { helpers: busy, spent: { startupMs: 0, dataMs: 0 } }));
    expect(busy.seeds.length).toBeGreaterThan(0);
  });

  it('end with the time of a budget, but never before the first', async () => {
    const none = await runRepeats(await runOf(5, { budget: { ms: 1, spent: () => 1e6 } }));
    expect(none).toHaveLength(1);
    const report = await runFind(await runOf(5, { budget: { ms: 1, spent: () => 1e6 } }));
    expect(report.config).toMatchObject({ find: { repeats: 1 } }); // what repeats the run on a faster machine
    let spent = 0;
    const some = await runRepeats(
      await runOf(5, { budget: { ms: 1e9, spent: () => spent }, onSweep: () => (spent += 4e8) }),
    );
    expect(some).toHaveLength(3);
  });

  it('give what was finished when they are interrupted, or the first as far as it came', async () => {
    const stopping = new AbortController();
    const some = await runRepeats(
      await runOf(5, {
        signal: stopping.signal,
        onStep: ({ sweep, done }) => sweep === 2 && done === 5 && stopping.abort(),
      }),
    );
    expect(some.map(({ seed, stop }) => [seed, stop === 'interrupted'])).toEqual([
      [42, false],
      [43, false],
    ]);
    const early = new AbortController();
    const first = await runRepeats(
      await runOf(5, { signal: early.signal, onStep: ({ done }) => done === 5 && early.abort() }),
    );
    expect(first).toMatchObject([{ seed: 42, stop: 'interrupted' }]);
  });

  it('restore the trainer, and are in the report with their validation losses', async () => {
    const run = await runOf(3, {}, { validation: 16 });
    const before = await run.trainer.capture();
    const report = await runFind(run);
    expect(await run.trainer.capture()).toEqual(before);
    expect(report.repeats.map(({ seed }) => seed)).toEqual([43, 44]);
    for (const { loss, valLoss, suggestions } of report.repeats) {
      expect(valLoss).toHaveLength(loss.length);
      expect(Object.keys(suggestions!)).toEqual(Object.keys(report.suggestions));
    }
    expect(report.band!.lr.length).toBe(
      Math.max(report.curve.lr.length, ...report.repeats.map(({ loss }) => loss.length)),
    );
  });
});

it('repeatSeed counts on, and begins again at the lowest whole number', () => {
  expect([0, 1, 2].map((k) => repeatSeed(-1, k))).toEqual([-1, 0, 1]);
  const top = Number.MAX_SAFE_INTEGER;
  expect([0, 1, 2].map((k) => repeatSeed(top, k))).toEqual([top, -top, -top + 1]);
});

it('a queue gives out what was put back first, and keeps what is done in order', () => {
  const queue = sweepQueue(4);
  expect([queue.take(), queue.take(), queue.take()]).toEqual([0, 1, 2]);
  queue.putBack(1);
  const sweep = (seed: number) => ({
    seed,
    loss: [],
    valLoss: [],
    fixedLoss: [],
    stop: 'completed' as const,
    lastLr: 0,
    ms: 0,
  });
  queue.finish(2, sweep(2), 5);
  queue.finish(0, sweep(0), 9);
  expect([queue.take(), queue.waiting, queue.longestMs]).toEqual([1, 1, 9]);
  expect(queue.finished.map(({ seed }) => seed)).toEqual([0, 2]);
  queue.close();
  expect(queue.take()).toBeUndefined();
});

describe('a range that is looked for', () => {
  const auto = (find: object) => runOf(1, {}, { autoRange: true, ...find });

  it('is told round by round, and the last sweep is the one of the report', async () => {
    const told: string[] = [];
    const run = await auto({ startLr: 1e-9, endLr: 1e-8 });
    const report = await runFind({ ...run, onRound: ({ why }, { endLr }) => told.push(`${why} -> ${endLr}`) });
    expect(report.rounds!.length).toBeGreaterThan(1);
    expect(report.rounds!.length).toBeLessThanOrEqual(4);
    expect(told).toHaveLength(report.rounds!.length);
    expect(report.rounds![0]).toMatchObject({ startLr: 1e-9, endLr: 1e-8, stop: 'completed' });
    expect(report.rounds![0]!.loss).toHaveLength(40);
    expect(report.sweep.endLr).toBe(report.curve.lr.length === 40 ? report.curve.lr.at(-1) : report.sweep.endLr);
    expect(report.config).toMatchObject({ find: { startLr: 1e-9, endLr: 1e-8, autoRange: true } }); // repeats the run
    const { startLr, endLr } = report.sweep;
    const straight = await runFind(await runOf(1, {}, { startLr, endLr }));
    expect(straight.curve).toEqual(report.curve);
  });

  it('holds for the repeats too, and leaves no rounds where the range was good', async () => {
    const three = await runFind({ ...(await runOf(3, {}, { autoRange: true, startLr: 1e-9, endLr: 1e-3 })) });
    expect(three.rounds!.length).toBeGreaterThan(0);
    expect(three.repeats).toHaveLength(2);
    expect(three.band!.lr.at(-1)).toBeGreaterThan(1e-3);
    const good = await runFind(await auto({ startLr: three.sweep.startLr, endLr: three.sweep.endLr }));
    expect(good.rounds).toEqual([]);
    expect(await runFind(await runOf(1))).not.toHaveProperty('rounds');
  });
});
