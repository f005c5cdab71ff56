import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { scheduleReport } from '../../src/reports/schedule.js';
import { schedules } from '../../src/schedules/all.js';
import { fakeIo } from './fake-io.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lr-tool-schedule-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

async function schedule(...args: string[]) {
  const io = fakeIo({ cwd });
  const code = await main(['schedule', ...args], io);
  return { code, out: io.stdout(), err: io.stderr() };
}

describe('lr-tool schedule', () => {
  it('lists every schedule with all its parameters', async () => {
    const { code, out } = await schedule('--list');
    expect(code).toBe(0);
    for (const { name, summary, params } of schedules) {
      const entry = out.slice(out.indexOf(`${name}: ${summary}`));
      for (const key of Object.keys(params)) expect(entry).toContain(`  ${key} `);
    }
  });

  it('lists the named ones alone', async () => {
    const { out } = await schedule('--list', 'noam', 'tanh');
    expect(out).toMatch(/^noam: [\s\S]*\ntanh: /);
    expect(out).not.toContain('constant:');
    expect((await schedule('--list', 'naom')).err).toContain("did you mean 'noam'?");
  });

  it('draws its highest rate, however seldom it is that high', async () => {
    const peaks = ['--steps', '1000', '--set', 'halfCycle=20', '--set', 'mode=triangular2'];
    const { out } = await schedule('clr', '--max-lr', '0.1', '--base-lr', '0.001', ...peaks);
    expect(out).toMatch(/^ *0\.10+ ┤/m);
    expect(out).not.toContain('cut off');
  });

  it('draws a schedule', async () => {
    const { code, out } = await schedule('cosine', '--max-lr', '0.1');
    expect(code).toBe(0);
    expect(out).toMatch(/^cosine\n[\s\S]*learning rate[\s\S]*rates {7}first 0\.1, highest 0\.1, lowest/);
  });

  it('writes the rates as CSV', async () => {
    const { out } = await schedule('linear', '--max-lr', '0.5', '--steps', '4', '--format', 'csv');
    expect(out).toBe('step,lr\n0,0.5\n1,0.375\n2,0.25\n3,0.125\n');
  });

  it('writes a report that plot draws again', async () => {
    await schedule('clr', '--steps', '40', '--set', 'halfCycle=1ep', '--format', 'json', '-o', 'clr.json');
    const report = scheduleReport.parse(JSON.parse(readFileSync(join(cwd, 'clr.json'), 'utf8')));
    expect(report.schedule).toMatchObject({ name: 'clr', totalSteps: 40, stepsPerEpoch: 4, warmupSteps: 0 });
    expect(report.lr.slice(0, 9)).toEqual([0.25, 0.4375, 0.625, 0.8125, 1, 0.8125, 0.625, 0.4375, 0.25]);
    const io = fakeIo({ cwd });
    expect(await main(['plot', 'clr.json'], io)).toBe(0);
    expect(io.stdout()).toContain('halfCycle 1ep');
  });

  it('puts the warm-up in front, as part of the run', async () => {
    const { out } = await schedule('constant', '--steps', '4', '--warmup', '50%', '--format', 'csv');
    expect(out).toBe('step,lr\n0,0.3333333333333333\n1,0.6666666666666667\n2,1\n3,1\n');
  });

  it('draws the momentum below, and writes it as a column', async () => {
    const cycled = ['one-cycle', '--steps', '10', '--set', 'cycleMomentum=true'];
    expect((await schedule(...cycled)).out).toMatch(/learning rate[\s\S]*\n momentum\n/);
    const { out } = await schedule(...cycled, '--format', 'csv');
    expect(out).toMatch(/^step,lr,momentum\n0,0\.04,0\.95\n1,.*\n2,1,0\.85\n/);
    expect((await schedule('one-cycle', '--format', 'csv')).out).toMatch(/^step,lr\n/);
  });

  it('leaves the momentum empty where a chain leaves it to the optimizer', async () => {
    const parts = 'parts=[{"schedule":"linear","length":2},{"schedule":{"name":"clr","maxMomentum":0.9},"length":2}]';
    const { out } = await schedule('chain', '--steps', '4', '--set', parts, '--format', 'csv');
    expect(out).toBe('step,lr,momentum\n0,1,\n1,0.5,\n2,0.25,0.9\n3,1,0.85\n');
  });

  it('lays several over each other, and writes a column for each', async () => {
    const both = ['constant', 'linear', '--steps', '2'];
    expect((await schedule(...both)).out).toMatch(/^constant, linear\n.*constant.*linear\n/);
    expect((await schedule(...both, '--format', 'csv')).out).toBe('step,constant,linear\n0,1,1\n1,1,0.5\n');
    expect((await schedule(...both, '--format', 'json')).code).toBe(2);
    expect((await schedule('digits-mlp', 'digits-cnn')).out).toMatch(/^clr\n.*digits-mlp.*digits-cnn\n/);
  });

  it('shows what a config trains with, over its own updates', async () => {
    const config = {
      dataset: { name: 'moons', rows: 100, validation: 0.2 },
      model: 'mlp',
      batchSize: 20,
      train: {
        epochs: 2,
        warmup: '1ep',
        warmupShape: 'constant',
        warmupFrom: 0.5,
        schedule: { name: 'csv', path: 'a.csv' },
      },
    };
    mkdirSync(join(cwd, 'sub'));
    writeFileSync(join(cwd, 'sub', 'run.json'), JSON.stringify(config));
    writeFileSync(join(cwd, 'sub', 'a.csv'), 'step;rate;lr\n0;7;0.25\n2;7;0.125\n');
    const { out, err } = await schedule('sub/run.json', '--format', 'csv');
    expect(err).toBe('');
    expect(out).toBe('step,lr\n0,0.5\n1,0.5\n2,0.5\n3,0.5\n4,0.25\n5,0.25\n6,0.125\n7,0.125\n');
    const other = await schedule('sub/run.json', '--set', 'train.schedule=cosine', '--steps', '40', '--format', 'json');
    expect(scheduleReport.parse(JSON.parse(other.out)).schedule).toMatchObject({ name: 'cosine', stepsPerEpoch: 20 });
  });

  it.each([
    ['step,lr\n0,0.1\n1,x\n', {}, "a.csv:3: lr must be a number of 0 or more, is 'x'"],
    ['step,lr\n0,0.1\n1,-1\n', {}, "a.csv:3: lr must be a number of 0 or more, is '-1'"],
    ['step,lr\n0,0.1\n1\n', {}, 'a.csv:3: lr must be a number of 0 or more, is missing'],
    ['step,lr\n5,0.1\n\n5,0.1\n', {}, 'a.csv:4: step must be above the one before, is 5 after 5'],
    ['step,lr\n', {}, 'a.csv:1: has no line below the column names'],
    ['step,lr\n0,1\n', { column: 'rl' }, "a.csv:1: has no column 'rl'"],
    ['step,lr\n0,1\n', { stepColumn: 'at' }, "a.csv:1: has no column 'at'"],
    [null, {}, 'a.csv cannot be read'],
  ])('a table %j with %j is refused with its place', async (text, settings, says) => {
    if (text !== null) writeFileSync(join(cwd, 'a.csv'), text);
    const set = Object.entries({ path: 'a.csv', ...settings }).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
    const { code, err } = await schedule('csv', ...set);
    expect([code, err]).toEqual([2, expect.stringContaining(says)]);
  });

  it('reads back the rates that it wrote', async () => {
    const { out } = await schedule('one-cycle', '--steps', '50', '--format', 'csv', '--max-lr', '0.3');
    writeFileSync(join(cwd, 'lr.csv'), out);
    expect((await schedule('csv', '--steps', '50', '--set', 'path=lr.csv', '--format', 'csv')).out).toBe(out);
  });

  it.each([
    [['clr', '--set', 'halfCycle=0'], 'halfCycle: must be at least 1, is 0'],
    [['clr', '--max-lr', 'NaN'], "maxLr: must be a number, is 'NaN'"],
    [['multi-step', '--set', 'milestones=[30,20]'], 'milestones: must be in ascending order'],
    [['multi-step', '--set', 'milestones=["50%","30%"]'], 'milestones: must be in ascending order'],
    [['multi-step', '--set', 'milestones=["50%","4ep"]'], '4ep (update 400) comes after 50% (update 500)'],
    [['clr', '--set', 'scale=process.exit()'], 'scale:'],
    [['one-cycle', '--set', 'pctFinal=0.2'], 'pctFinal must be above pctStart'],
    [['one-cycle', '--set', 'finalDivFactor=1e-9'], 'finalDivFactor must not lift the end above maxLr'],
    [['repeat', '--set', 'schedule={"name":"clr","baseLr":2}'], 'clr: baseLr must not be above maxLr'],
    [['chain', '--set', 'parts=[]'], 'parts: must have at least 1 entries'],
    [['chain', '--set', 'parts=[{"schedule":"coisne"}]'], "did you mean 'cosine'?"],
    [['linear', 'nothing.yaml'], 'nothing.yaml'],
    [[], 'no schedule named'],
    [['coisne'], 'cosine'],
    [['cosine', '--set', 'stepz=3'], 'stepz'],
    [['cosine', '--set', 'steps'], 'key=value'],
    [['cosine', '--max-lr', '-1'], 'maxLr'],
    [['cosine', '--base-lr', '2'], 'baseLr must not be above maxLr'],
    [['cosine', '--steps', '1.5'], '--steps 1.5'],
    [['cosine', '--warmup', 'long'], '--warmup long'],
    [['clr', '--set', 'scale=eval(x)'], "unknown name 'eval'"],
  ])('refuses %j with exit 2', async (args, says) => {
    const { code, out, err } = await schedule(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(says);
  });
});
