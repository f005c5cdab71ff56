import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import type { FindReport } from '../../src/reports/find.js';
import { parseReport } from '../../src/reports/read.js';
import type { ValueSweepReport } from '../../src/reports/value-sweep.js';
import { expectPublished } from '../reports/published.js';
import { commandIn, fakeIo } from './fake-io.js';

const config = {
  dataset: { name: 'moons', rows: 200, validation: 0.2 },
  model: { name: 'mlp', hidden: [8] },
  backend: 'cpu',
  find: { steps: 40, validation: 20 },
};
const swept = ['moons.json', '--sweep', 'optimizer.weightDecay=0,1e-3,5', '--repeats', '2', '--jobs', '2'];

const newestRun = (cwd: string) => join(cwd, 'runs', readdirSync(join(cwd, 'runs')).sort().at(-1)!);
const reportIn = (run: string): ValueSweepReport => JSON.parse(readFileSync(join(run, 'report.json'), 'utf8'));
/** All but the clock. */
const lasting = (report: ValueSweepReport) =>
  JSON.stringify(report, (key, value) => (key === 'timing' ? undefined : value));

/** A whole run, made once. */
let origin: string;
let whole: ValueSweepReport;
let printed: { code: number; out: string; err: string };
beforeAll(async () => {
  origin = mkdtempSync(join(tmpdir(), 'lr-tool-sweep-'));
  writeFileSync(join(origin, 'moons.json'), JSON.stringify(config));
  printed = await commandIn(origin, 'find', ...swept, '--tensorboard', 'board');
  whole = reportIn(newestRun(origin));
});
afterAll(() => rmSync(origin, { recursive: true }));

describe('lr-tool find --sweep', () => {
  it('prints one figure, a table, which value to take, and the command that trains with it', () => {
    expect([printed.code, printed.err]).toEqual([0, expect.stringContaining('1 of 3  weightDecay')]);
    expect(printed.out).toContain('LR range tests: moons, 3 values of optimizer.weightDecay');
    expect(printed.out).toMatch(/── weightDecay 0 {3}━━ weightDecay 1e-3/);
    expect(printed.out).toMatch(/weightDecay +base_lr +max_lr.*lowest +at lr\n 0 .*\n 1e-3 .*\n 5 /);
    const { choice, tests } = whole;
    const taken = choice.ok ? tests[choice.index]!.text : '';
    expect(printed.out).toContain(` take        weightDecay ${taken}, confidence `);
    const next = printed.out.replace(/ \\\n\s+/g, ' ');
    expect(next).toMatch(new RegExp(`lr-tool train moons.json --schedule clr .*--set optimizer.weightDecay=${taken}`));
    for (const line of printed.out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it('is at each value what find says with --set, all from the same weights and batches', async () => {
    expect(whole).toMatchObject({ key: 'optimizer.weightDecay', judge: 'val_loss', preference: 'largest' });
    expect(whole.tests.map(({ value }) => value)).toEqual([0, 1e-3, 5]);
    const same = ['--repeats', '2', '--set', 'optimizer.weightDecay=1e-3', '--json', '--no-save', '-q'];
    const alone: FindReport = JSON.parse((await commandIn(origin, 'find', 'moons.json', ...same)).out);
    const { report } = whole.tests[1]!;
    for (const key of ['config', 'seed', 'curve', 'repeats', 'recommendation', 'suggestions'] as const) {
      expect(report![key], key).toEqual(alone[key]);
    }
    const firsts = whole.tests.map(({ report: one }) => one!.curve.loss[0]);
    expect(new Set(firsts).size).toBe(1);
  });

  it('has the lowest of the smoothed validation losses, over both sweeps', () => {
    for (const { lowest, judged, report } of whole.tests) {
      expect(lowest!.each).toHaveLength(2);
      expect(lowest!.loss).toBeCloseTo((lowest!.each[0]! + lowest!.each[1]!) / 2, 12);
      const least = judged.indexOf(Math.min(...judged.filter((loss) => loss !== null)));
      expect(lowest!.lr).toBe(report!.curve.lr[least] ?? report!.band!.lr[least]);
    }
  });

  it('keeps a report for each value, a table, and event files', () => {
    const run = newestRun(origin);
    const names = ['1-weightDecay-0.json', '2-weightDecay-1e-3.json', '3-weightDecay-5.json'];
    expect(readdirSync(run).sort()).toEqual(
      [...names, 'checkpoints', 'config.resolved.json', 'metrics.csv', 'report.json'].sort(),
    );
    names.forEach((name, i) => {
      expect(parseReport(readFileSync(join(run, name), 'utf8'), name)).toEqual(whole.tests[i]!.report);
    });
    expectPublished(readFileSync(join(run, 'report.json'), 'utf8'));
    const [head, first] = readFileSync(join(run, 'metrics.csv'), 'utf8').split('\n');
    expect(head).toContain('step,lr,loss_0,smoothed_0,val_loss_0,loss_0_43,loss_1e-3,');
    expect(first!.split(',')).toHaveLength(head!.split(',').length);
    expect(Number(first!.split(',')[2])).toBe(whole.tests[0]!.report!.curve.loss[0]);
    const [board] = readdirSync(join(origin, 'board'));
    expect(readdirSync(join(origin, 'board', board!))).toContain('optimizer.weightDecay=1e-3');
  });

  it('is drawn again by plot, in every format', async () => {
    const run = newestRun(origin);
    const again = await commandIn(origin, 'plot', run);
    expect(printed.out).toContain(again.out.slice(0, again.out.indexOf(' run ')));
    await commandIn(origin, 'plot', run, '-o', 'page.html');
    const page = readFileSync(join(origin, 'page.html'), 'utf8');
    expect(page).toMatch(/Values of optimizer\.weightDecay/);
    expect(page).toContain('weightDecay 1e-3');
    await commandIn(origin, 'plot', run, '-o', 'figure.svg');
    expect(readFileSync(join(origin, 'figure.svg'), 'utf8')).toContain('weightDecay 5');
    const [a, b] = [join(run, '1-weightDecay-0.json'), join(run, '3-weightDecay-5.json')];
    expect((await commandIn(origin, 'plot', a, b)).code).toBe(0);
    for (const args of [
      ['suggest', run],
      ['train', 'moons.json', '--from', run],
    ]) {
      expect(await commandIn(origin, ...args)).toMatchObject({
        code: 2,
        err: expect.stringContaining('lr-tool/value-sweep'),
      });
    }
  });
});

describe('lr-tool find --sweep --resume', () => {
  let cwd: string;
  let run: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'lr-tool-sweep-resume-'));
    cpSync(origin, cwd, { recursive: true });
    run = newestRun(cwd);
    for (const name of ['report.json', '3-weightDecay-5.json']) rmSync(join(run, name));
    const half = join(run, '2-weightDecay-1e-3.json'); // its second sweep is missing
    writeFileSync(half, JSON.stringify({ ...JSON.parse(readFileSync(half, 'utf8')), repeats: [] }));
    return () => rmSync(cwd, { recursive: true });
  });
  const resume = (...args: string[]) => commandIn(cwd, 'find', '--resume', 'latest', ...args);

  it('does what is missing, and nothing twice, and comes to the same report', async () => {
    const kept = join(run, '1-weightDecay-0.json');
    const before = statSync(kept).mtimeMs;
    const { code, err } = await resume();
    expect([code, err]).toEqual([0, expect.stringMatching(/^resuming runs\/\S+: 1 of 3 values are done\n/)]);
    expect(lasting(reportIn(run))).toBe(lasting(whole));
    expect(statSync(kept).mtimeMs).toBe(before);
    expect((await resume()).err).toMatch(/is finished: there is nothing to resume/);
  });

  it('refuses what is not as it was, naming it, and another kind of run', async () => {
    for (const [args, says] of [
      [
        ['--sweep', 'optimizer.weightDecay=0,1'],
        '--sweep is optimizer.weightDecay=0,1 and was optimizer.weightDecay=0,1e-3,5',
      ],
      [['--steps', '50'], 'find.steps is 50 and was 40'],
      [['--set', 'optimizer=adam'], "optimizer.name is 'adam' and was 'sgd'"],
      [['--set', 'dataset.noise=0.3'], 'dataset.noise is 0.3'],
      [['--backend', 'wasm'], "backend is 'wasm' and was 'cpu'"],
      [['--no-save'], '--no-save has none'],
    ] as const) {
      const { code, err } = await resume(...args);
      expect([code, err], args.join(' ')).toEqual([2, expect.stringContaining(says)]);
    }
  });

  it('refuses other examples', async () => {
    const kept = join(run, '1-weightDecay-0.json');
    writeFileSync(kept, readFileSync(kept, 'utf8').replace(/"sha256": "\w{4}/, '"sha256": "0000'));
    expect(await resume()).toMatchObject({ code: 2, err: expect.stringContaining('data: the examples are others') });
  });

  it('keeps what was finished when it is interrupted, and says how to go on, also with --quiet', async () => {
    const io = fakeIo({ cwd });
    // an update of the second value takes so long that the signal finds it at work, however busy the machine is
    const args = ['moons.json', '--sweep', 'model.hidden=[2],[900,900]', '--jobs', '1', '--quiet', '--json'];
    const running = main(['find', ...args, '--validation', '0'], io);
    const deadline = Date.now() + 60_000;
    const isKept = () => readdirSync(newestRun(cwd)).includes('1-hidden-2.json');
    while (!isKept() && Date.now() < deadline) await new Promise((go) => setTimeout(go, 20));
    io.send('SIGINT');
    expect(await running).toBe(130);
    const named = /^to go on: lr-tool find --resume (\S+)$/m.exec(io.stderr())?.[1];
    const stopped: ValueSweepReport = JSON.parse(io.stdout());
    expect(stopped.stop).toBe('interrupted');
    expect(stopped.tests.map(({ status }) => status)).toEqual(['completed', 'interrupted']);
    expect(stopped.choice).toMatchObject({
      ok: false,
      why: ['it was interrupted: 1 of 2 values were done', expect.any(String)],
    });
    expect(reportIn(join(cwd, named!))).toEqual(stopped);
  }, 90_000);
});

describe('what cannot be swept', () => {
  it.each([
    [
      ['--sweep', 'optimizer.weightDeca=0,1'],
      "--sweep optimizer.weightDeca=0: optimizer.weightDeca: unknown key (did you mean 'weightDecay'?)",
    ],
    [
      ['--sweep', 'optimizer.weightDecay=0,-1'],
      '--sweep optimizer.weightDecay=-1: optimizer.weightDecay: must be at least 0, is -1',
    ],
    [['--sweep', 'batchSize=8,0'], '--sweep batchSize=0: batchSize: must be at least 1, is 0'],
    [['--sweep', 'batchSize=8,8.0'], 'batchSize 8.0 is there twice'],
    [['--sweep', 'batchSize=8'], "one value, '8', has nothing beside it"],
    [['--sweep', 'batchSize=8,16', '--batch-size', '4'], '--batch-size and --sweep both set batchSize'],
    [['--sweep', 'batchSize=8,16', '--sweep', 'optimizer=sgd,adam'], '--sweep takes one key at a time'],
    [['--sweep', 'batchSize=8,16', '--budget', '3s'], '--budget decides how many repeats'],
    [['--sweep', 'batchSize=8,16', '--auto-range'], '--auto-range looks for a range of its own'],
    [['--sweep', 'batchSize=8,16', '--jobs', '0'], '--jobs 0'],
  ])('%j exits with 2 and says why, and leaves nothing', async (args, says) => {
    const before = readdirSync(join(origin, 'runs'));
    const { code, out, err } = await commandIn(origin, 'find', 'moons.json', ...args, '-q');
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(says)]);
    expect(err).toContain('hint: ');
    expect(readdirSync(join(origin, 'runs'))).toEqual(before);
  });

  it('--show-config prints the config and the values, and stops', async () => {
    const { code, out } = await commandIn(origin, 'find', 'moons.json', '--sweep', 'batchSize=8,16', '--show-config');
    expect([code, out]).toEqual([0, expect.stringMatching(/find\.steps +40[\s\S]*--sweep batchSize=8,16\n$/)]);
  });
});

it('exits with 1 where no value supports a rate, and says so', async () => {
  const flat = ['--start-lr', '1e-9', '--end-lr', '1e-8', '--no-save', '-q'];
  const { code, out } = await commandIn(origin, 'find', 'moons.json', '--sweep', 'batchSize=8,16', ...flat);
  expect([code, out]).toEqual([1, expect.stringContaining(' take        none')]);
  expect(out).toContain('refused (R007)');
  expect(out).not.toContain('lr-tool train');
});
