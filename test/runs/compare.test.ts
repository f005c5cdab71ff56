import { describe, expect, it } from 'vitest';
import { type RunConfig, runConfig } from '../../src/config/run-config.js';
import type { CompareReport } from '../../src/reports/compare.js';
import { runCompare } from '../../src/runs/compare.js';
import { findRates, type RatedContender } from '../../src/runs/compare-rates.js';
import { prepareRun } from '../../src/runs/prepare.js';
import { performTask, type Task, type TaskEvent, type TaskReport, type Workers } from '../../src/runs/task.js';

const configOf = (schedule: object, more: object = {}): RunConfig =>
  runConfig.parse({
    dataset: { name: 'moons', rows: 80 },
    model: { name: 'mlp', hidden: [4] },
    backend: 'cpu',
    find: { steps: 60 },
    train: { epochs: 2, schedule },
    ...more,
  });
const place = { dataDirs: [], allowCode: false, tool: '0.0.0' };
const contenders: RatedContender[] = [
  { label: 'flat', config: configOf({ name: 'constant', maxLr: 0.1 }), baseDir: '.', rates: 'given' },
  { label: 'wave', config: configOf({ name: 'clr', maxLr: 0.3 }), baseDir: '.', rates: 'given' },
];

/** Does tasks here, all begun at once; each ends after as many turns as `delay` says. */
const here = (delay: (task: number) => number = () => 0): Workers & { readonly tasks: Task[] } => {
  const tasks: Task[] = [];
  return {
    tasks,
    async run<W extends Task['work']>(task: Task & { readonly work: W }, onEvent: (event: TaskEvent) => void) {
      tasks.push(task);
      const number = tasks.length - 1;
      const report = await performTask(task, { ...place, onEvent });
      await new Promise((done) => setTimeout(done, 5 * delay(number)));
      return { ok: true as const, report: report as TaskReport<W> };
    },
  };
};

const comparison = {
  contenders,
  seeds: [5, 0],
  judge: null,
  tool: '0.0.0',
  processes: 1,
  warnings: [],
  onEvent: () => undefined,
  onTrial: () => undefined,
};
const lasting = ({ timing: _, ...report }: CompareReport) =>
  JSON.stringify(report, (key, value) => (key === 'timing' ? undefined : value));

describe('runCompare', () => {
  it('trains the whole first seed before the second, and tells every trial as it ends', async () => {
    const workers = here((task) => [3, 0, 1, 2][task]!);
    const ended: string[] = [];
    const report = await runCompare({
      ...comparison,
      workers,
      onTrial: ({ contender, seed }) => void ended.push(`${contenders[contender]!.label} ${seed}`),
    });
    expect(workers.tasks.map(({ config }) => config.seed)).toEqual([5, 5, 0, 0]);
    expect(ended.toSorted()).toEqual(['flat 0', 'flat 5', 'wave 0', 'wave 5']);
    expect(ended).not.toEqual(['flat 5', 'wave 5', 'flat 0', 'wave 0']);
    expect(report.contenders.map(({ runs }) => runs.map(({ seed }) => seed))).toEqual([
      [5, 0],
      [5, 0],
    ]);
  });

  it('gives the same report in whatever order the trials end', async () => {
    const orders = [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [2, 0, 3, 1],
    ];
    const reports = [];
    for (const order of orders) {
      reports.push(await runCompare({ ...comparison, workers: here((task) => order[task]!) }));
    }
    expect(new Set(reports.map(lasting)).size).toBe(1);
  });

  it('judges by the training loss where nothing is validated', async () => {
    const all = contenders.map((one) => ({
      ...one,
      config: configOf(one.config.train.schedule, { dataset: { name: 'moons', rows: 80, validation: 0 } }),
    }));
    const report = await runCompare({ ...comparison, contenders: all, workers: here() });
    expect(report.judge.by).toBe('loss');
    expect(report.contenders[0]!.value!.mean).toBeLessThan(report.contenders[1]!.value!.mean);
  });
});

describe('contenders of a seed', () => {
  it('have equal weights and equal batches, byte for byte, before the first update; other seeds have others', async () => {
    const begun = async (contender: RatedContender, seed: number) => {
      const config = { ...contender.config, seed };
      const { trainer, batches } = await prepareRun({ ...place, config, baseDir: '.', elapsed: () => 0 });
      const weights = (await trainer.weights()).map(({ values }) => [...values]);
      const rows = Array.from({ length: 2 * batches.batchesPerEpoch }, (_, k) => [...batches.batch(k)]);
      trainer.dispose();
      return { weights, rows };
    };
    const [flat, wave, other] = [
      await begun(contenders[0]!, 5),
      await begun(contenders[1]!, 5),
      await begun(contenders[0]!, 6),
    ];
    expect(wave).toEqual(flat);
    expect(other.weights).not.toEqual(flat.weights);
    expect(other.rows).not.toEqual(flat.rows);
  });
});

describe('findRates', () => {
  const lacking = (label: string, schedule: object, more: object = {}) => ({
    label,
    config: configOf(schedule, more),
    baseDir: '.',
  });

  it('runs one range test for all that differ in their training only, at the first seed, and none where rates are given', async () => {
    const workers = here();
    const rated = await findRates({
      contenders: [
        lacking('flat', { name: 'constant' }),
        lacking('wave', { name: 'clr' }),
        lacking('given', { name: 'cosine', maxLr: 0.7 }),
        lacking('big', { name: 'clr' }, { batchSize: 16 }),
      ],
      seed: 9,
      workers,
      onEvent: () => undefined,
    });
    if (!rated.ok) throw new Error(String(rated.why));
    expect(workers.tasks.map(({ work, config }) => [work, config.seed, config.batchSize])).toEqual([
      ['range-test', 9, 32],
      ['range-test', 9, 16],
    ]);
    expect(rated.tests.map(({ labels }) => labels)).toEqual([['flat', 'wave'], ['big']]);
    const [flat, wave, given] = rated.contenders.map(({ config }) => config.train.schedule);
    const { recommendation } = rated.tests[0]!.report;
    expect(flat!.maxLr).toBe(recommendation.ok && recommendation.lr);
    expect(wave!.maxLr).toBeGreaterThanOrEqual(flat!.maxLr!);
    expect(given!.maxLr).toBe(0.7);
    expect(rated.contenders.map(({ rates }) => rates)).toEqual(['range-test', 'range-test', 'given', 'range-test']);
  });

  it('tells whose curve supports no rate', async () => {
    const flat = lacking('flat', { name: 'constant' }, { find: { endLr: 1e-6, steps: 20 } });
    const rated = await findRates({ contenders: [flat], seed: 1, workers: here(), onEvent: () => undefined });
    expect(rated).toEqual({ ok: false, why: expect.stringMatching(/^flat: \S/) });
  });
});
