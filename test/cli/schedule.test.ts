import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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

  it.each([
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
