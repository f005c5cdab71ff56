import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { parseReport } from '../../src/reports/read.js';
import { fakeIo } from './fake-io.js';

const folders: string[] = [];
let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lr-tool-find-'));
  folders.push(cwd);
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const find = async (args: readonly string[], options: Partial<Parameters<typeof fakeIo>[0]> = {}) => {
  const io = fakeIo({ cwd, ...options });
  const code = await main(['find', ...args], io);
  return { code, out: io.stdout(), err: io.stderr() };
};

/** A report without what differs from run to run. */
const withoutTiming = (text: string) => {
  const { timing, ...report } = JSON.parse(text);
  expect(Object.keys(timing)).toEqual(['startupMs', 'dataMs', 'sweepMs', 'msPerStep']);
  return report;
};

const wasm = ['--backend', 'wasm'];

describe('lr-tool find', () => {
  it('prints plot, suggestion and the next command, and saves the run', async () => {
    const { code, out, err } = await find(['digits-mlp', ...wasm]);
    expect(code).toBe(0);
    expect(out).toContain('LR range test: digits');
    expect(out).toMatch(/suggestion {2}base_lr \S+ {3}max_lr \S+/);
    expect(out.replace(/ \\\n\s+/g, ' ')).toMatch(/lr-tool train digits-mlp --schedule clr --base-lr \S+ --max-lr \S+/);
    for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(err).toContain('engine wasm');
    expect(err).toMatch(/step +\d+ of 100/);
    expect(out + err).not.toContain('\u001b');

    const [run] = readdirSync(join(cwd, 'runs'));
    const folder = join(cwd, 'runs', run!);
    expect(readdirSync(folder).sort()).toEqual(['config.resolved.json', 'metrics.csv', 'report.json']);
    const report = parseReport(readFileSync(join(folder, 'report.json'), 'utf8'), 'report');
    expect(readFileSync(join(folder, 'metrics.csv'), 'utf8').trim().split('\n')).toHaveLength(
      1 + (report.kind === 'lr-tool/find' ? report.curve.step.length : 0),
    );
  });

  it('is repeated by its resolved config, number for number', async () => {
    const first = await find(['digits-mlp', ...wasm, '--json', '--seed', '7', '--steps', '30']);
    const [run] = readdirSync(join(cwd, 'runs'));
    const again = await find([join('runs', run!, 'config.resolved.json'), '--json', '--no-save']);
    expect(withoutTiming(again.out)).toEqual(withoutTiming(first.out));
  });

  it('gives the same report twice, byte for byte but for the timing, and another one for another seed', async () => {
    const args = ['digits-mlp', ...wasm, '--json', '--no-save', '--steps', '40', '--seed'];
    const seeds = ['0', '1', '-1', '2147483648', '9007199254740991'];
    const texts = [];
    for (const seed of seeds) {
      const [a, b] = [await find([...args, seed]), await find([...args, seed])];
      const cut = ({ out }: { out: string }) => out.slice(0, out.indexOf('"timing"'));
      expect(cut(a)).toBe(cut(b));
      texts.push(JSON.stringify(JSON.parse(a.out).curve));
    }
    expect(new Set(texts).size).toBe(seeds.length);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('--json puts the report and nothing else on stdout', async () => {
    const { code, out } = await find(['digits-mlp', ...wasm, '--json', '--no-save'], { columns: 100 });
    expect(code).toBe(0);
    expect(parseReport(out, 'stdout').kind).toBe('lr-tool/find');
  });

  it('--out writes the report to a file, and tells at once where it cannot', async () => {
    await find(['digits-mlp', ...wasm, '--steps', '20', '--out', 'r.json', '--no-save', '-q']);
    expect(readdirSync(cwd)).toEqual(['r.json']);
    expect(parseReport(readFileSync(join(cwd, 'r.json'), 'utf8'), 'r.json').kind).toBe('lr-tool/find');
    const { code, err } = await find(['digits-mlp', ...wasm, '--out', 'none/r.json']);
    expect(code).toBe(2);
    expect(err).toContain(join('none', 'r.json'));
    mkdirSync(join(cwd, 'folder'));
    const folder = await find(['digits-mlp', ...wasm, '--out', 'folder']);
    expect(folder).toMatchObject({ code: 2, out: '', err: expect.stringContaining('is a folder') });
    expect(readdirSync(cwd)).toEqual(['folder', 'r.json']);
  });

  it('--quiet is silent on stderr', async () => {
    const { err } = await find(['digits-mlp', ...wasm, '--steps', '20', '--no-save', '--quiet']);
    expect(err).toBe('');
  });

  it('refuses where the curve supports nothing: exit code 1, reasons, no number', async () => {
    const args = ['digits-mlp', ...wasm, '--start-lr', '1e-9', '--end-lr', '1e-8', '--no-save'];
    const { code, out } = await find(args);
    expect(code).toBe(1);
    expect(out).toContain('none: the curve supports no suggestion');
    expect(out).not.toContain('lr-tool train');
    const report = JSON.parse((await find([...args, '--json'])).out);
    expect(report.recommendation).toEqual({ ok: false, code: 'R007', why: expect.any(Array) });
  });

  it('ends early with what was done when it is interrupted: exit code 130, the report saved', async () => {
    const io = fakeIo({ cwd });
    const running = main(['find', 'digits-mlp', ...wasm, '--steps', '100000'], io);
    const interrupted = setInterval(() => {
      if (/step +[1-9]\d* of/.test(io.stderr())) io.send('SIGINT');
    }, 5);
    const code = await running;
    clearInterval(interrupted);
    expect(code).toBe(130);
    expect(io.stderr()).toContain('press Ctrl-C again');
    const [run] = readdirSync(join(cwd, 'runs'));
    const report = JSON.parse(readFileSync(join(cwd, 'runs', run!, 'report.json'), 'utf8'));
    expect(report.stop).toBe('interrupted');
    expect(report.curve.step.length).toBeGreaterThan(0);
  });

  it('sweeps linearly from 0, accumulates, and takes the validation loss', async () => {
    const flags = ['--mode', 'linear', '--start-lr', '0', '--end-lr', '1', '--steps', '12'];
    const more = ['--accumulate', '2', '--validation', '50'];
    const report = JSON.parse((await find(['digits-mlp', ...wasm, ...flags, ...more, '--json', '--no-save'])).out);
    expect(report.curve.lr).toHaveLength(12);
    expect(report.curve.lr[0]).toBe(0);
    expect(report.curve.lr.at(-1)).toBe(1);
    expect(report.curve.valLoss).toHaveLength(12);
  });

  it('refuses to validate on more examples than there are', async () => {
    const { code, err } = await find(['digits-mlp', ...wasm, '--validation', '999999', '--quiet']);
    expect(code).toBe(2);
    expect(err).toMatch(
      /find\.validation is 999999, but there are \d+ validation examples\nhint: set it to \d+ or less/,
    );
    const none = await find(['digits-mlp', ...wasm, '--validation', '9', '--set', 'dataset.validation=0', '-q']);
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining('dataset.validation') });
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('gives a next command that repeats what was typed', async () => {
    const nextOf = async (args: readonly string[], stdin = '') =>
      (await find([...args, ...wasm, '-q'], { stdin })).out.replace(/ \\\n\s+/g, ' ').match(/lr-tool train .*/)?.[0];
    const flags = ['--batch-size', '16', '--engine-mode', 'eager', '--accumulate', '2', '--allow-code'];
    const next = await nextOf(['digits-mlp', '--no-save', '--set', 'optimizer.momentum=0.8', ...flags]);
    expect(next).toMatch(/^lr-tool train digits-mlp --schedule clr .* --set optimizer\.momentum=0\.8 /);
    for (const kept of ['--batch-size 16', '--engine-mode eager', '--backend wasm', '--accumulate 2', '--allow-code'])
      expect(next).toContain(kept);
    const config = JSON.stringify({ dataset: 'digits', model: { name: 'mlp', hidden: [32] } });
    expect(await nextOf(['-', '--no-save'], config)).toMatch(/^lr-tool train - --schedule .* --backend wasm$/);
    expect(await nextOf(['-'], config)).toMatch(/^lr-tool train runs\/\S+\/config\.resolved\.json --schedule/);
  });

  it('prints every value with where it comes from', async () => {
    writeFileSync(join(cwd, 'c.yaml'), 'dataset: digits\nmodel: linear\nbatchSize: 16\n');
    const { code, out } = await find(['c.yaml', '--show-config', '--steps', '9', '--set', 'optimizer=adam'], {
      env: { LR_TOOL_SEED: '5' },
    });
    expect(code).toBe(0);
    expect(out).toMatch(/^batchSize +16 +c\.yaml:3:12$/m);
    expect(out).toMatch(/^seed +5 +env LR_TOOL_SEED$/m);
    expect(out).toMatch(/^find\.steps +9 +--steps$/m);
    expect(out).toMatch(/^optimizer\.name +"adam" +--set$/m);
    expect(out).toMatch(/^backend +"auto" +default$/m);
  });

  it.each(['cpu', 'wasm'])('gives the losses of a small CNN on %s within 1e-4 of wasm', async (backend) => {
    const args = ['digits-cnn', '--json', '--no-save', '--steps', '12', '--end-lr', '0.1'];
    const [here, there] = [await find([...args, '--backend', backend]), await find([...args, ...wasm])];
    const losses = ({ out }: { out: string }): number[] => JSON.parse(out).curve.loss;
    losses(here).forEach((loss, i) => {
      expect(Math.abs(loss - losses(there)[i]!)).toBeLessThan(1e-4 * losses(there)[i]!);
    });
  });
});

describe('lr-tool plot', () => {
  it('draws the newest run, a named one, several, and a report from stdin', async () => {
    const { out } = await find(['digits-mlp', ...wasm, '--json', '-q']);
    const plot = async (args: readonly string[], stdin = '') => {
      const io = fakeIo({ cwd, stdin });
      expect(await main(['plot', ...args], io), io.stderr()).toBe(0);
      return io.stdout();
    };
    const newest = await plot([]);
    expect(newest).toContain('LR range test: digits');
    const [run] = readdirSync(join(cwd, 'runs'));
    expect(await plot([join('runs', run!)])).toBe(newest);
    expect(await plot(['-'], out)).toBe(newest);
    expect(await plot([join('runs', run!), join('runs', run!, 'report.json')])).toContain('2 runs');
    await plot(['-o', 'plot.txt']);
    expect(readFileSync(join(cwd, 'plot.txt'), 'utf8')).toBe(newest);
  });

  it.each(['plot', 'schema'])('%s says where it cannot write: exit code 2', async (command) => {
    const io = fakeIo({ cwd });
    const report = command === 'plot' ? [resolve('test/fixtures/find.v1.json')] : [];
    expect(await main([command, ...report, '--out', 'none/x'], io)).toBe(2);
    expect(io.stderr()).toMatch(/there is no folder .*none\nhint: make the folder first/);
  });

  it.each([
    [[], 'no report', 'lr-tool find'],
    [['none.json'], 'there is no report none.json\n', 'run folder'],
    [['-'], 'standard input', 'report'],
  ])('says what is wrong: %o', async (args, place, advice) => {
    const io = fakeIo({ cwd, stdin: '{}' });
    expect(await main(['plot', ...args], io)).toBe(2);
    expect(io.stderr()).toContain(place);
    expect(io.stderr()).toContain(advice);
  });
});

describe('lr-tool find --repeats', () => {
  const args = ['moons-mlp', ...wasm, '--steps', '60', '--json', '--no-save'];

  it('adds sweeps to the report of one, the same with any number of processes', async () => {
    const one = withoutTiming((await find(args)).out);
    const [alone, helped] = await Promise.all([
      find([...args, '--repeats', '3', '--jobs', '1']),
      find([...args, '--repeats', '3', '--jobs', '3']),
    ]);
    const three = withoutTiming(alone.out);
    expect(withoutTiming(helped.out)).toEqual(three);
    expect(three).toMatchObject({ curve: one.curve, suggestions: one.suggestions, stop: one.stop });
    expect(three.repeats).toHaveLength(2);
    expect(alone.err).toMatch(/sweep 3 of 3 {2}seed 44: /);
    expect(one).not.toHaveProperty('band');
  });

  it('draws the median with its band and interval, and saves every sweep', async () => {
    const { out } = await find(['moons-mlp', ...wasm, '--repeats', '3']);
    expect(out).toContain('median of 3');
    expect(out).toContain('80 % of 3 sweeps');
    expect(out).toContain('seeds 42 to 44');
    for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    const folder = join(cwd, 'runs', readdirSync(join(cwd, 'runs'))[0]!);
    const [header, ...rows] = readFileSync(join(folder, 'metrics.csv'), 'utf8').trim().split('\n');
    expect(header).toBe('step,lr,loss,smoothed,fixedLoss,loss_43,loss_44,fixedLoss_43,fixedLoss_44,low,median,high');
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
    expect(rows).toHaveLength(report.band.lr.length);

    const read = async (command: string, ...more: string[]) => {
      const io = fakeIo({ cwd });
      const code = await main([command, ...more], io);
      return { code, text: io.stdout() };
    };
    expect((await read('plot', folder)).text).toContain('median of 3');
    const again = await read('suggest', folder, '--json');
    expect(JSON.parse(again.text)).toMatchObject({
      recommendation: report.recommendation,
      repeats: report.repeats,
      band: report.band,
    });
    const trained = await read('train', 'moons-mlp', ...wasm, '--from', folder, '--epochs', '1', '--json', '--no-save');
    expect(JSON.parse(trained.text).config.train.schedule.maxLr).toBeCloseTo(report.recommendation.maxLr, 12);
  });

  it('fills a budget, and saves the config that repeats it', async () => {
    const { out } = await find([...args, '--budget', '1ms']);
    const report = JSON.parse(out);
    expect([report.repeats.length, report.config.find.repeats]).toEqual([0, 1]);
    const more = JSON.parse((await find([...args, '--budget', '1h', '--repeats', '2'])).out);
    expect(more.repeats).toHaveLength(1);
  });

  it.each([
    [['--budget', 'soon'], 'BUDGET', '--budget soon'],
    [['--budget', '0s'], 'BUDGET', 'above 0'],
    [['--jobs', '0'], 'JOBS', '--jobs 0'],
    [['--repeats', '0'], 'CONFIG', 'find.repeats'],
  ])('refuses %j', async (wrong, _, message) => {
    const { code, err } = await find(['moons-mlp', ...wasm, ...wrong]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
