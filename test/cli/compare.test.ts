import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { type CompareReport, compareReport } from '../../src/reports/compare.js';
import { trainReport } from '../../src/reports/train.js';
import { commandIn, fakeIo } from './fake-io.js';

const moons = { dataset: { name: 'moons', rows: 200 }, model: { name: 'mlp', hidden: [8] }, backend: 'wasm' };

let cwd: string;
const write = (name: string, content: object | string) =>
  writeFileSync(join(cwd, name), typeof content === 'string' ? content : JSON.stringify(content));
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lr-tool-compare-'));
  write('moons.json', moons);
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const cli = (...args: string[]) => commandIn(cwd, ...args);
const rates = ['--max-lr', '0.1'];
const compare = (...args: string[]) => cli('compare', 'moons.json', '--epochs', '2', ...args);
const reportOf = (out: string): CompareReport => compareReport.parse(JSON.parse(out));
const runFolder = () => join(cwd, 'runs', readdirSync(join(cwd, 'runs'))[0]!);
const isEmpty = () => !readdirSync(cwd).includes('runs');

/** What does not depend on the clock or on how many worked at it. */
function lasting({ timing: _, ...report }: CompareReport) {
  const contenders = report.contenders.map((contender) => ({
    ...contender,
    runs: contender.runs.map(({ timing: __, ...run }) => run),
  }));
  return JSON.stringify({ ...report, contenders });
}

/** A data set of 40 points in two classes, by a module that may first do something else. */
const dataModule = (before: string) => `
  export default ({ seed, options }) => {
    ${before}
    const inputs = Float32Array.from({ length: 80 }, (_, i) => Math.sin(i * (seed + 1)) + (i % 4 < 2 ? 1 : -1));
    return { inputs, shape: [2], labels: Array.from({ length: 40 }, (_, i) => i % 2) };
  };`;
const moduleConfig = {
  dataset: { name: 'module', path: 'data.mjs', validation: 0.25 },
  model: 'linear',
  backend: 'cpu',
  batchSize: 8,
};

describe('lr-tool compare', () => {
  it('prints plot, table and verdict, and saves what each training was and what repeats it', async () => {
    const { code, out, err } = await compare('--schedules', 'constant,clr', '--seeds', '2');
    expect(code, err).toBe(0);
    expect(out).toMatch(/Comparison: moons, 2 contenders, 2 seeds[\s\S]*epoch[\s\S]*val_loss[\s\S]* verdict /);
    expect(err).toMatch(/clr: baseLr .*, maxLr .*, found by a range test/);
    expect(err).toMatch(/4 of 4 {2}/);
    expect(readdirSync(runFolder()).toSorted()).toEqual([
      '1-constant-seed-42.json',
      '1-constant-seed-43.json',
      '1-constant.config.json',
      '2-clr-seed-42.json',
      '2-clr-seed-43.json',
      '2-clr.config.json',
      'checkpoints',
      'config.resolved.json',
      'range-test-1.json',
      'report.json',
    ]);
    const drawn = (await cli('plot')).out.trimEnd();
    expect(out.startsWith(drawn)).toBe(true);
    expect(out.slice(drawn.length)).toMatch(/^\n( next\n {2}lr-tool train \S+\n)?$/); // where one is better
    const report = reportOf(readFileSync(join(runFolder(), 'report.json'), 'utf8'));
    const { runs } = report.contenders.find(({ label }) => label === 'clr')!;
    const config = join(runFolder(), '2-clr.config.json');
    const again = trainReport.parse(JSON.parse((await cli('train', config, '--json', '--no-save')).out));
    expect(again.weights.sha256).toBe(runs[0]!.training!.sha256); // `train` gives the very weights
    const resolved = join(runFolder(), 'config.resolved.json');
    const repeated = await cli(
      'compare',
      resolved,
      '--schedules',
      'constant,clr',
      '--seeds',
      '2',
      '--json',
      '--no-save',
    );
    expect(lasting(reportOf(repeated.out))).toBe(lasting(report));
  });

  it('gives the same report with 1, 2 and 4 processes', async () => {
    const names = 'constant,clr,one-cycle,cosine';
    const jobs = (n: string) => compare('--schedules', names, '--seeds', '3', '--jobs', n, '--json', '--no-save');
    const reports = [await jobs('1'), await jobs('2'), await jobs('4')].map(({ out }) => reportOf(out));
    expect(reports.map(({ timing }) => timing.processes)).toEqual([1, 2, 4]);
    expect(new Set(reports.map(lasting)).size).toBe(1);
    const { contenders } = reports[0]!;
    expect(new Set(contenders.flatMap(({ runs }) => runs.map(({ training }) => training!.sha256))).size).toBe(12);
  });

  it('starts all contenders of a seed from the same weights with the same batches, and other seeds elsewhere', async () => {
    const { contenders } = reportOf((await compare(...rates, '--json', '--no-save')).out);
    expect(contenders).toHaveLength(4);
    const firstLosses = contenders.map(({ runs }) => runs.map(({ firstLoss }) => firstLoss));
    for (const losses of firstLosses) expect(losses).toEqual(firstLosses[0]);
    expect(new Set(firstLosses[0]).size).toBe(3);
  });

  it('prints the report and nothing else with --json, the same to a file, and nothing to stderr with --quiet', async () => {
    const { out, err } = await compare(...rates, '--seeds', '1', '--json', '--out', 'r.json', '--quiet', '--no-save');
    expect(err).toBe('');
    expect(reportOf(out).kind).toBe('lr-tool/compare');
    expect(readFileSync(join(cwd, 'r.json'), 'utf8')).toBe(out);
    expect(out.slice(0, 60)).toMatch(/^\{\s+"kind": "lr-tool\/compare",\s+"version": 1/);
    expect(isEmpty()).toBe(true);
  });

  it('gives no verdict on one seed, and says what to type', async () => {
    const { out, code } = await compare(...rates, '--seeds', '1', '--no-save');
    expect(code).toBe(0);
    expect(out).toMatch(/verdict +none: one seed shows no spread; type --seeds 3/);
    expect(out).not.toMatch(/no evidence|worse/);
  });

  it('says that one is better where the spread allows it, and how to train with it', async () => {
    write('slow.json', { ...moons, train: { schedule: { name: 'constant', maxLr: 1e-6 } } });
    write('fast.json', { ...moons, train: { schedule: { name: 'constant', maxLr: 0.3 } } });
    const { out } = await cli('compare', 'slow.json', 'fast.json', '--epochs', '5', '--seeds', '7,8,9,10,11');
    expect(out).toMatch(/1 {2}fast[\s\S]*2 {2}slow.*worse/);
    expect(out).toMatch(/verdict +fast is better than all others/);
    expect(out).toMatch(/next[\s\S]*lr-tool train runs\/.*2-fast\.config\.json/);
    const report = reportOf(readFileSync(join(runFolder(), 'report.json'), 'utf8'));
    expect(report.contenders.map(({ schedule, runs }) => [schedule.rates, runs.map(({ seed }) => seed)])).toEqual([
      ['given', [7, 8, 9, 10, 11]],
      ['given', [7, 8, 9, 10, 11]],
    ]);
    expect(report.contenders[1]!.difference!.interval![0]).toBeGreaterThan(0);
  });

  it('ranks by a metric, the higher the better', async () => {
    const { out } = await compare(...rates, '--judge', 'accuracy', '--json', '--no-save');
    const { judge, contenders } = reportOf(out);
    expect(judge).toMatchObject({ by: 'accuracy', better: 'higher' });
    const means = contenders.map(({ value }) => value!.mean);
    expect(means).toEqual(means.toSorted((a, b) => b - a));
  });

  it('takes the rates of a find report, each schedule its own', async () => {
    await cli('find', 'moons.json', '-o', 'found.json', '--no-save');
    const { lr, maxLr, baseLr } = JSON.parse(readFileSync(join(cwd, 'found.json'), 'utf8')).recommendation;
    const { out } = await compare(
      '--schedules',
      'constant,clr',
      '--from',
      'found.json',
      '--seeds',
      '1',
      '--json',
      '--no-save',
    );
    const schedules = Object.fromEntries(reportOf(out).contenders.map(({ schedule }) => [schedule.name, schedule]));
    expect(schedules['constant']).toMatchObject({ rates: 'given', parameters: { maxLr: lr } });
    expect(schedules['clr']).toMatchObject({ rates: 'given', parameters: { maxLr, baseLr } });
  });

  it('gives --base-lr to the schedules that have one', async () => {
    const { out } = await compare(...rates, '--base-lr', '0.01', '--seeds', '1', '--json', '--no-save');
    const bases = reportOf(out).contenders.map(({ schedule: { name, parameters } }) => [name, parameters['baseLr']]);
    expect(Object.fromEntries(bases)).toEqual({ constant: undefined, clr: 0.01, 'one-cycle': 0.01, cosine: 0.01 });
  });

  it('names what diverged and ranks it last; exit 1 only where all did', async () => {
    const wild = { ...moons, loss: 'mse', dataset: { ...moons.dataset, oneHot: true } };
    write('wild.json', { ...wild, train: { schedule: { name: 'constant', maxLr: 1e38 } } });
    write('tame.json', { ...wild, train: { schedule: { name: 'constant', maxLr: 0.1 } } });
    const { out, code } = await cli('compare', 'wild.json', 'tame.json', '--epochs', '1', '--seeds', '2', '--no-save');
    expect(code).toBe(0);
    expect(out).toMatch(/1 {2}tame[\s\S]*2 {2}wild +diverged/);
    expect(out).toMatch(/wild diverged at 2 of 2 seeds/);
    expect(out).toMatch(/diverged +wild, seed 42: the loss became (NaN|Infinity) at update \d+/);
    const all = await cli(
      'compare',
      'wild.json',
      '--schedules',
      'constant,cosine',
      '--max-lr',
      '1e38',
      '--epochs',
      '1',
      '--no-save',
    );
    expect(all.code).toBe(1);
    expect(all.out).toContain('no seed was finished by all');
  });

  it('refuses configs of other data, unless forced', async () => {
    write('more.json', { ...moons, dataset: { ...moons.dataset, rows: 300 } });
    const both = ['compare', 'moons.json', 'more.json', ...rates, '--epochs', '1', '--seeds', '1', '--no-save'];
    const { code, err } = await cli(...both);
    expect(code).toBe(2);
    expect(err).toMatch(/moons and more differ in dataset\.rows \(200 and 300\)/);
    expect(err).toContain('--force');
    const forced = await cli(...both, '--force');
    expect(forced.code).toBe(0);
    expect(forced.out).toMatch(/warning +W201/);
  });

  it('loses only the training whose process dies', async () => {
    write('data.mjs', dataModule("if (seed === 43 && options.dies) process.kill(process.pid, 'SIGKILL');"));
    write('a.json', { ...moduleConfig, dataset: { ...moduleConfig.dataset, options: { dies: true } } });
    write('b.json', moduleConfig);
    const args = ['compare', 'a.json', 'b.json', '--force', '--allow-code', '--epochs', '1', ...rates];
    const { code, out, err } = await cli(...args, '--seeds', '3', '--jobs', '2');
    expect(code, err).toBe(3);
    expect(err).toMatch(/a, seed 43: failed, its process was ended by SIGKILL/);
    expect(out).toMatch(/failed +a, seed 43: its process was ended by SIGKILL/);
    const report = reportOf(readFileSync(join(runFolder(), 'report.json'), 'utf8'));
    expect(report.seedsJudged).toEqual([42, 44]);
    const a = report.contenders.find(({ label }) => label === 'a')!;
    expect(a.runs.map(({ status }) => status)).toEqual(['completed', 'failed', 'completed']);
    expect(readdirSync(runFolder())).toContain('1-a-seed-44.json');
    expect(readdirSync(runFolder())).not.toContain('1-a-seed-43.json');
  });

  it('keeps what is finished after Ctrl-C, and exits with 130', async () => {
    write('long.json', { ...moons, train: { epochs: 100000, schedule: { name: 'constant', maxLr: 0.01 } } });
    write('short.json', { ...moons, train: { epochs: 1, schedule: { name: 'constant', maxLr: 0.01 } } });
    const io = fakeIo({ cwd });
    const running = main(['compare', 'short.json', 'long.json', '--jobs', '2', '--seeds', '2'], io);
    while (!io.stderr().includes('short, seed 43')) await new Promise((done) => setTimeout(done, 20));
    io.send('SIGINT');
    expect(await running).toBe(130);
    const report = reportOf(readFileSync(join(runFolder(), 'report.json'), 'utf8'));
    const statuses = Object.fromEntries(
      report.contenders.map(({ label, runs }) => [label, runs.map((run) => run.status)]),
    );
    expect([report.stop, statuses['short']]).toEqual(['interrupted', ['completed', 'completed']]);
    expect(statuses['long']![0]).toBe('interrupted');
    expect(readdirSync(runFolder())).toContain('1-short-seed-43.json');
  });

  it('leaves nothing behind after Ctrl-C in the range test', async () => {
    const io = fakeIo({ cwd });
    const running = main(['compare', 'moons.json', '--set', 'find.steps=1000000'], io);
    while (!io.stderr().includes('range test')) await new Promise((done) => setTimeout(done, 20));
    io.send('SIGINT');
    expect(await running).toBe(130);
    expect(io.stderr()).toContain('nothing was saved');
    expect(isEmpty()).toBe(true);
  });

  it('ends with 1 where the range test supports no rate', async () => {
    const { code, err } = await compare('--set', 'find.endLr=1e-6', '--set', 'find.steps=20');
    expect(code).toBe(1);
    expect(err).toMatch(/supports no learning rate for constant, clr, one-cycle, cosine: \S/);
    expect(isEmpty()).toBe(true);
  });

  it.each([
    [['moons.json', '--schedules', 'constant,coisne'], "unknown schedule 'coisne' (did you mean 'cosine'?)"],
    [['moons.json', '--schedules', 'clr'], 'nothing to compare it with'],
    [['moons.json', '--schedules', 'clr,clr'], 'clr is there twice'],
    [['moons.json', '--schedules', 'clr,'], 'a name is empty'],
    [['moons.json', '--seeds', '0'], '--seeds 0: must be 1 to 1000'],
    [['moons.json', '--seeds', '1,x'], "'x' is no whole number"],
    [['moons.json', '--seeds', '1,2,1'], '1 is there twice'],
    [['moons.json', '--seeds', '2.5'], '--seeds 2.5'],
    [['moons.json', '--jobs', '0'], '--jobs 0'],
    [['moons.json', '--jobs', 'all'], '--jobs all'],
    [['moons.json', '--judge', 'acuracy'], "did you mean 'accuracy'"],
    [['moons.json', '--judge', 'mae', '--max-lr', '0.1'], 'these trainings have loss, val_loss, accuracy only'],
    [['moons.json', '--set', 'dataset.validation=0', '--judge', 'val_loss', '--max-lr', '0.1'], 'have loss only'],
    [['moons.json', 'moons.json'], 'moons.json is named twice'],
    [['moons.json', 'nothing.json'], 'nothing.json'],
    [['digits-mpl'], 'digits-mlp'],
    [['moons.json', '--epochs', '0'], '--epochs 0'],
    [['moons.json', '--max-lr', '-1'], '--max-lr -1'],
    [['moons.json', '--schedules', 'constant,noam', '--base-lr', '0.1'], 'baseLr'],
    [['moons.json', '--schedules', 'constant,multi-step', '--max-lr', '1', '--set', 'nonsense=1'], 'nonsense'],
    [['moons.json', '--from', 'moons.json'], 'not a report'],
    [['moons.json', '--batch-size', '9999', '--max-lr', '0.1'], '9999'],
    [['moons.json', '--set', 'train.warmup=0', '--max-lr', '0.1', '--out', 'no/where.json'], 'no folder'],
  ])('refuses %j with exit 2, and writes nothing', async (args, says) => {
    const before = readdirSync(cwd);
    const { code, err, out } = await cli('compare', ...args);
    expect(err).toContain(says);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toMatch(/\n\s+at |internal error|undefined|\[object/);
    expect(readdirSync(cwd)).toEqual(before);
  });
});
