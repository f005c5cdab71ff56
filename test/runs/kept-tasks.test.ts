import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type FindReport, findReport } from '../../src/reports/find.js';
import { type TrainReport, trainReport } from '../../src/reports/train.js';
import { keepingWorkers } from '../../src/runs/kept-tasks.js';
import type { Outcome, Task, Workers } from '../../src/runs/task.js';

const fixture = (name: string) => JSON.parse(readFileSync(`test/fixtures/${name}.v1.json`, 'utf8'));
const trained = trainReport.parse(fixture('train'));
const found = findReport.parse(fixture('find'));
const findTask = (repeats: number) =>
  ({ work: 'range-test', name: 'a', config: { find: { repeats } } }) as Task & { work: 'range-test' };
const trainTask = { work: 'train', name: 'a', rates: 'given' } as Task & { work: 'train' };

/** Results in memory, and workers that do everything they are asked with the same end. */
function world(outcome: Outcome, kept: Record<string, FindReport | TrainReport> = {}, ms: Record<string, number> = {}) {
  const done: string[] = [];
  const workers: Workers = {
    async run<W extends Task['work']>(task: Task & { readonly work: W }) {
      done.push(task.name);
      return outcome as Outcome<W>;
    },
  };
  const results = {
    find: async (name: string) => {
      if (ms[name] !== undefined) await new Promise((done) => setTimeout(done, ms[name]));
      return kept[name] ?? null;
    },
    keep: async (name: string, report: FindReport | TrainReport) => {
      kept[name] = report;
    },
  };
  const keeping = keepingWorkers(workers, results);
  return { run: (task: Task) => keeping.run(task, () => undefined), kept, done };
}

describe('workers that keep results', () => {
  it('do a task once, whatever became of the training', async () => {
    for (const stop of ['completed', 'early-stopping', 'non-finite'] as const) {
      const { run, done } = world({ ok: true, report: { ...trained, stop } });
      const first = await run(trainTask);
      expect(await run(trainTask)).toEqual(first);
      expect(done).toEqual(['a']);
    }
  });

  it('tell tasks apart by their names', async () => {
    const { run, done } = world({ ok: true, report: trained });
    await run(trainTask);
    await run({ ...trainTask, name: 'b' });
    expect(done).toEqual(['a', 'b']);
  });

  it('begin tasks in the order in which they are asked for, however long a look takes, be it in vain', async () => {
    const { run, done } = world({ ok: true, report: trained }, { b: trained }, { a: 20, c: 5 });
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => run({ ...trainTask, name })));
    expect(done).toEqual(['a', 'c', 'd']);
    const broken = keepingWorkers(
      { run: async () => ({ ok: true, report: trained }) as never },
      {
        find: async (name) => {
          if (name === 'a') throw new RangeError('the disk is on fire');
          return null;
        },
        keep: async () => undefined,
      },
    );
    const asked = ['a', 'b'].map((name) => broken.run({ ...trainTask, name }, () => undefined));
    await expect(asked[0]).rejects.toThrow('the disk is on fire');
    expect(await asked[1]).toMatchObject({ ok: true });
  });

  it('do again what was interrupted, is of another kind of work, or was lost', async () => {
    const interrupted = world({ ok: true, report: trained }, { a: { ...trained, stop: 'interrupted' } });
    await interrupted.run(trainTask);
    expect([interrupted.done, interrupted.kept['a']]).toEqual([['a'], trained]);
    const other = world({ ok: true, report: trained }, { a: found });
    await other.run(trainTask);
    expect([other.done, other.kept['a']]).toEqual([['a'], trained]);
    const lost = world({ ok: false, what: 'lost', why: 'it died' });
    for (let i = 0; i < 2; i++) expect(await lost.run(trainTask)).toMatchObject({ ok: false });
    expect([lost.done, lost.kept]).toEqual([['a', 'a'], {}]);
  });

  it('do a range test again whose repeats were interrupted', async () => {
    const { run, done } = world({ ok: true, report: found }, { a: found });
    await run(findTask(1 + found.repeats.length));
    expect(done).toEqual([]);
    await run(findTask(2 + found.repeats.length));
    expect(done).toEqual(['a']);
  });
});
