import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profiles } from '../../src/analysis/profiles.js';
import { main } from '../../src/cli/main.js';
import type { FindReport } from '../../src/reports/find.js';
import { fakeIo } from './fake-io.js';

let cwd: string;
let found: FindReport;
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'lr-tool-suggest-'));
  const io = fakeIo({ cwd });
  await main(['find', 'digits-mlp', '--backend', 'wasm', '--json', '--quiet'], io);
  found = JSON.parse(io.stdout());
  const [folder] = readdirSync(join(cwd, 'runs'));
  writeFileSync(join(cwd, 'metrics.csv'), readFileSync(join(cwd, 'runs', folder!, 'metrics.csv')));
  writeFileSync(join(cwd, 'report.json'), io.stdout());
  writeFileSync(
    join(cwd, 'flat.csv'),
    `lr,loss\n${Array.from({ length: 50 }, (_, i) => `${2 ** i * 1e-9},2`).join('\n')}\n`,
  );
});
afterAll(() => rmSync(cwd, { recursive: true }));

const suggest = async (args: readonly string[], options: Partial<Parameters<typeof fakeIo>[0]> = {}) => {
  const io = fakeIo({ cwd, ...options });
  const code = await main(['suggest', ...args], io);
  return { code, out: io.stdout(), err: io.stderr() };
};
const answers = ({ suggestions, recommendation }: FindReport) => ({ suggestions, recommendation });

describe('lr-tool suggest', () => {
  it('says of a stored curve what find said of it', async () => {
    const { code, out } = await suggest(['metrics.csv', '--steps', '100', '--optimizer', 'momentum', '--json']);
    expect(code).toBe(0);
    expect(answers(JSON.parse(out))).toEqual(answers(found));
  });

  it('says of a report, and of a run folder, what the report says', async () => {
    const [folder] = readdirSync(join(cwd, 'runs'));
    for (const name of ['report.json', join('runs', folder!)]) {
      const { out } = await suggest([name, '--json']);
      expect(JSON.parse(out)).toEqual(found);
    }
  });

  it('reads a report again for something else', async () => {
    const { out } = await suggest(['report.json', '--for', 'one-cycle', '--rule', 'valley', '--json']);
    const again = JSON.parse(out);
    const valley = found.suggestions['valley']!;
    expect(again.recommendation).toMatchObject({ for: 'one-cycle', lr: valley.ok && valley.lr });
    expect(again.config.find).toMatchObject({ for: 'one-cycle', rule: 'valley', steps: 100 });
    expect(again.suggestions).toEqual(found.suggestions);
  });

  it('takes up what it wrote itself: the profile is a reading, the report a find report', async () => {
    const first = await suggest(['metrics.csv', '--out', 'again.json', '--json']);
    const second = await suggest(['again.json', '--json']);
    expect(answers(JSON.parse(second.out))).toEqual(answers(JSON.parse(first.out)));
  });

  it('prints plot and suggestion within 80 columns, from stdin too', async () => {
    const { code, out, err } = await suggest(['-', '--steps', '100', '--optimizer', 'sgd'], {
      stdin: readFileSync(join(cwd, 'metrics.csv'), 'utf8'),
    });
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toContain('LR range test: curve, 95 of 100 steps');
    expect(out).toMatch(/suggestion {2}base_lr \S+ {3}max_lr \S+/);
    for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it("shows a profile's rules only, and places the rate by its first", async () => {
    const { out } = await suggest(['metrics.csv', '--steps', '100', '--profile', 'fastai', '--json']);
    const report: FindReport = JSON.parse(out);
    expect(Object.keys(report.suggestions)).toEqual(['valley', 'slide', 'minimum', 'steep']);
    const valley = report.suggestions['valley']!;
    expect(report.recommendation).toMatchObject({ lr: valley.ok && valley.lr });
    expect(valley).toEqual(found.suggestions['valley']); // the sweep ended before fastai would have ended it
  });

  it('exits with 1 and reasons where the curve supports no suggestion', async () => {
    const { code, out } = await suggest(['flat.csv']);
    expect(code).toBe(1);
    expect(out).toContain('none: the curve supports no suggestion');
    expect(out).toContain('the loss does not change');
  });

  it('tells of an optimizer that it does not know, unless that is said, or a report knows it', async () => {
    const stdin = JSON.stringify({ lr: found.curve.lr, loss: found.curve.loss });
    const told = async (...more: string[]) => (await suggest(['-', ...more], { stdin })).err.includes('--optimizer');
    expect([await told(), await told('--optimizer', 'adam'), await told('--momentum', '0.9')]).toEqual([
      true,
      false,
      false,
    ]);
    expect((await suggest(['-'], { stdin: JSON.stringify(found) })).err).toBe('');
  });
  it('tells of losses that may be smoothed, once that is not said', async () => {
    const stdin = JSON.stringify({ lr: found.curve.lr, loss: found.curve.loss });
    expect((await suggest(['-'], { stdin })).err).toContain('--smoothed');
    expect((await suggest(['-', '--smoothed', '--optimizer', 'sgd'], { stdin })).err).toBe('');
  });

  it('is read by plot', async () => {
    await suggest(['metrics.csv', '--out', 'shown.json', '--json']);
    const io = fakeIo({ cwd });
    expect(await main(['plot', resolve(cwd, 'shown.json')], io)).toBe(0);
    expect(io.stdout()).toContain('metrics.csv');
  });
});

describe('several reports of lr-tool', () => {
  const sweep = async (name: string, ...args: string[]) => {
    const io = fakeIo({ cwd });
    const fixed = ['--backend', 'wasm', '--no-save', '--quiet', '--out', name];
    expect(await main(['find', 'digits-mlp', ...fixed, ...args], io)).toBe(0);
  };
  beforeAll(async () => {
    await sweep('three.json', '--repeats', '3');
    for (const seed of ['42', '43', '44']) await sweep(`seed-${seed}.json`, '--seed', seed);
    await sweep('adam.json', '--set', 'optimizer=adam');
    await sweep('small.json', '--batch-size', '16', '--seed', '7');
    await sweep('tool.json', '--profile', 'fastai');
  });
  const both = async (...names: string[]) => JSON.parse((await suggest([...names, '--json'])).out) as FindReport;

  it('keep seed, optimizer, config and ends: a sweep with the seeds is what --repeats gives', async () => {
    const one = await both('three.json');
    const pooled = await both('seed-42.json', 'three.json');
    expect(pooled).toMatchObject({ seed: 42, engine: { backend: 'wasm' }, config: { batchSize: 32 } });
    expect(pooled.config['optimizer']).toEqual(one.config['optimizer']);
    expect(pooled.repeats.map(({ seed, name, stop }) => [seed, name, stop])).toEqual([
      [42, 'three.json', 'diverged'],
      [43, 'three.json seed 43', 'diverged'],
      [44, 'three.json seed 44', 'diverged'],
    ]);
    expect(pooled.config['find']).toMatchObject({ repeats: 4 });
    expect(pooled.warnings.map(({ code }) => code)).toEqual(['W004', 'W203']);
    // sweeps alone, whose split of the rows follows from the seed too, agree in all that does not depend on it
    const alone = await both('seed-42.json', 'seed-43.json', 'seed-44.json');
    expect(alone.curve).toEqual(one.curve);
    expect(alone.repeats.map(({ seed }) => seed)).toEqual([43, 44]);
    expect(alone.recommendation.ok && alone.recommendation.interval).toHaveLength(2);
    const io = fakeIo({ cwd });
    await suggest(['seed-42.json', 'seed-43.json', '--out', 'pooled.json', '--quiet']);
    const train = ['train', 'digits-mlp', '--from', 'pooled.json', '--epochs', '1', '--no-save', '--quiet'];
    expect(await main([...train, '--backend', 'wasm'], io)).toBe(0);
  });

  it('are refused where their optimizers differ, unless one is named', async () => {
    const { code, err } = await suggest(['seed-42.json', 'adam.json']);
    expect([code, err]).toEqual([2, expect.stringContaining('adam.json by adam (beta1 0.9)')]);
    expect(err).toContain('--optimizer');
    expect((await suggest(['seed-42.json', 'adam.json', '--optimizer', 'sgd', '--json'])).code).toBe(0);
    expect((await suggest(['adam.json', 'metrics.csv', 'seed-42.json'])).code).toBe(2);
  });

  it('tell of another batch size', async () => {
    const { warnings } = await both('seed-42.json', 'small.json');
    expect(warnings.find(({ code }) => code === 'W202')!.message).toContain(
      'seed-42.json and small.json differ in batchSize',
    );
  });

  it('beside a curve from elsewhere: the optimizer holds for it too', async () => {
    const mixed = await both('seed-43.json', 'metrics.csv');
    expect(mixed.config['optimizer']).toMatchObject({ name: 'momentum', momentum: 0.9 });
    expect(mixed.repeats[0]).toMatchObject({ seed: null, name: 'metrics.csv' });
  });

  it('found by the way of a tool is read so again, and in ours with --profile none', async () => {
    const tool = await both('tool.json');
    expect(Object.keys(tool.suggestions)).toEqual(['valley', 'slide', 'minimum', 'steep']);
    const valley = tool.suggestions['valley']!;
    expect(tool.recommendation).toMatchObject({ lr: valley.ok && valley.lr });
    const ours = JSON.parse((await suggest(['tool.json', '--profile', 'none', '--json'])).out);
    expect(Object.keys(ours.suggestions)).toContain('ignite');
    expect((await suggest(['tool.json'])).out).toContain('by the way of fastai');
  });
});

it.each(profiles.map(({ name }) => name))(
  'find --profile %s ends and answers as that tool does on a sweep that went on',
  async (name) => {
    const find = async (...args: string[]) => {
      const io = fakeIo({ cwd });
      await main(['find', 'digits-mlp', '--backend', 'wasm', '--no-save', '--quiet', '--json', ...args], io);
      return io.stdout();
    };
    const own: FindReport = JSON.parse(await find('--profile', name));
    const stdin = await find('--diverge-factor', '1e9');
    const read: FindReport = JSON.parse((await suggest(['-', '--profile', name, '--json'], { stdin })).out);
    expect(own.curve).toEqual(read.curve);
    expect(own.stop).toBe(read.stop);
    expect(answers(own)).toEqual(answers(read));
    expect(JSON.parse(stdin).curve.lr.length).toBeGreaterThan(own.curve.lr.length);
  },
);

describe('a folder of TensorBoard', () => {
  beforeAll(async () => {
    const flags = ['--backend', 'wasm', '--no-save', '--quiet', '--tensorboard'];
    await main(['find', 'digits-mlp', ...flags, 'one'], fakeIo({ cwd }));
    await main(['find', 'digits-mlp', ...flags, 'several', '--repeats', '2'], fakeIo({ cwd }));
  });
  const float = Math.fround;

  it('is read where it holds one run, to the last bit of its floats', async () => {
    const { code, out } = await suggest(['one', '--loss-column', 'find/loss', '--optimizer', 'momentum', '--json']);
    expect(code).toBe(found.recommendation.ok ? 0 : 1); // the fixed rows are read too: as find has it
    const { curve } = JSON.parse(out) as FindReport;
    expect(curve.fixedLoss).toEqual(found.curve.fixedLoss!.map((loss) => float(loss!)));
    expect(curve.lr).toEqual(found.curve.lr.map(float));
    expect(curve.loss).toEqual(found.curve.loss.map((loss) => float(loss!)));
  });

  it('asks which where it holds several, naming them, and reads what is named', async () => {
    const { code, err } = await suggest(['several']);
    expect([code, err]).toEqual([2, expect.stringContaining('the folder several holds 2 event files:\n  several')]);
    const paths = err.split('\n').flatMap((line) => (line.startsWith('  ') ? [line.trim()] : []));
    expect(paths).toEqual([expect.stringMatching(/lr-tool$/), expect.stringMatching(/repeat-1.*lr-tool$/)]);
    const read = await suggest([...paths, '--json']);
    expect(JSON.parse(read.out).repeats).toHaveLength(1);
  });

  it('asks for the tag where several fit, and tells of a folder without any', async () => {
    expect(await suggest(['one', '--loss-column', 'find/los'])).toMatchObject({
      code: 2,
      err: expect.stringContaining("did you mean 'find/loss'?"),
    });
    expect(await suggest(['runs'])).toMatchObject({ code: 2, err: expect.stringContaining('holds neither a report') });
  });
});
