import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { fakeIo } from '../cli/fake-io.js';
import { mountDisk, whyNoDisk, withDisk } from './small-disk.js';
import { newestRun, reportIn, start, writeConfig } from './training.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lr-tool-odd-'));
  writeConfig(cwd);
});
afterEach(() => rmSync(cwd, { recursive: true }));

async function cli(args: readonly string[], env: Readonly<Record<string, string>> = {}, folder = cwd) {
  const io = fakeIo({ cwd: folder, env });
  const code = await main(args, io);
  expect(io.stderr()).not.toMatch(/\n {4}at |internal error/);
  return { code, out: io.stdout(), err: io.stderr() };
}
const brief = ['train', 'moons.json', '--epochs', '2'];

describe('a training in an odd folder', () => {
  it.each([
    ['with spaces', 'my runs of today'],
    ['beginning with a dash', '-rf'],
    ['not in ASCII', 'läufe-実行-🏃'],
    ['with what shells and HTML take for theirs', `a'b"c$(d)&<e>`],
    ['of 255 bytes', 'x'.repeat(255)],
    ['of another case', 'RUNS'],
    ['deep below what is not there', join('a', 'b', 'c')],
  ])('%s is saved, found and gone on with', async (_, name) => {
    mkdirSync(join(cwd, 'runs')); // in the way of RUNS on systems that know no case
    const runs = join(cwd, name);
    const env = { LR_TOOL_RUNS: runs };
    const { code, err } = await cli(brief, env);
    expect(code, err).toBe(0);
    const run = newestRun(runs);
    expect(reportIn(run).stop).toBe('completed');
    expect((await cli(['plot', run])).code).toBe(0);
    rmSync(join(run, 'report.json'));
    const resumed = await cli(['train', '--resume', 'latest'], env);
    expect([resumed.code, reportIn(run).stop], resumed.err).toEqual([0, 'completed']);
  });

  it('behind a link is saved there', async () => {
    mkdirSync(join(cwd, 'elsewhere'));
    symlinkSync(join(cwd, 'elsewhere'), join(cwd, 'runs'));
    expect((await cli(brief)).code).toBe(0);
    expect(reportIn(newestRun(join(cwd, 'elsewhere'))).stop).toBe('completed');
  });

  const refused = async (env: Readonly<Record<string, string>>, says: RegExp) => {
    const { code, err } = await cli(brief, env);
    expect(code).toBe(3);
    expect(err).toMatch(says);
    expect(err).not.toMatch(/^epoch/m); // before the first update
  };

  it.each([
    ['that is a file', () => writeFileSync(join(cwd, 'odd'), ''), /could not make the run folder .*odd/],
    [
      'behind a link to nothing',
      () => symlinkSync(join(cwd, 'gone'), join(cwd, 'odd')),
      /could not make the run folder .*odd/,
    ],
    ['behind a link to itself', () => symlinkSync('odd', join(cwd, 'odd')), /could not make the run folder .*odd/],
  ])('%s ends with 3 and a sentence before it begins', async (_, make, says) => {
    make();
    await refused({ LR_TOOL_RUNS: join(cwd, 'odd') }, says);
  });

  it('whose name is too long ends with 3 and a sentence before it begins', () =>
    refused({ LR_TOOL_RUNS: join(cwd, 'x'.repeat(256)) }, /could not make the run folder .*ENAMETOOLONG/));

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'that is closed to us ends with 3 before it begins',
    async () => {
      mkdirSync(join(cwd, 'closed'));
      chmodSync(join(cwd, 'closed'), 0o555);
      await refused({ LR_TOOL_RUNS: join(cwd, 'closed') }, /could not make the run folder .*EACCES/);
      chmodSync(join(cwd, 'closed'), 0o755);
    },
  );

  it.skipIf(whyNoDisk !== null)(
    `on a disk that is read only ends with 3 before it begins, and where it becomes so on the way leaves what it can go on from${withDisk}`,
    async () => {
      const disk = mountDisk(4096);
      try {
        const env = { LR_TOOL_RUNS: join(disk.path, 'runs') };
        const training = start(cwd, ['train', 'moons.json'], { env }); // a process: its lock stays, and its end frees it
        await training.says(/^epoch +3 /m);
        disk.remount('ro');
        expect(await training.ended).toBe(3);
        expect(training.stderr()).toMatch(
          /^to go on: lr-tool train --resume \S+\nerror: could not (write|remove) .*EROFS/m,
        );
        await refused(env, /could not make the run folder .*EROFS/);
        await refused({ LR_TOOL_RUNS: disk.path }, /could not make the run folder .*EROFS/);
        disk.remount('rw');
        const { code, err } = await cli(['train', '--resume', 'latest'], env);
        expect(code, err).toBe(0);
        expect(reportIn(newestRun(env.LR_TOOL_RUNS)).stop).toBe('completed');
      } finally {
        disk.remove();
      }
    },
  );

  it('that vanishes on the way ends with 3 and a sentence, and does not come back', async () => {
    const io = fakeIo({ cwd });
    const running = main(['train', 'moons.json'], io);
    while (!/^epoch +3 /m.test(io.stderr())) await setTimeout(2);
    rmSync(join(cwd, 'runs'), { recursive: true });
    expect(await running).toBe(3);
    expect(io.stderr()).toMatch(/^error: could not write \S+: ENOENT/m);
    expect(io.stderr()).not.toMatch(/internal error|to go on/);
    expect(readdirSync(cwd)).toEqual(['moons.json']);
  });
});

describe('--out in an odd place', () => {
  it.each([
    ['no/such/folder.json', 2],
    ['.', 2],
    ['moons.json/report.json', 2],
    [`${'x'.repeat(256)}.json`, 2],
  ])('%s ends with %i', async (out, wanted) => {
    const { code, err } = await cli(['find', 'moons.json', '--no-save', '--steps', '5', '--out', out]);
    expect([code, err]).toEqual([wanted, expect.stringMatching(/^error: /m)]);
    expect(readdirSync(cwd)).toEqual(['moons.json']);
  });

  it('of 255 bytes is written', async () => {
    const out = `${'ü'.repeat(125)}.json`;
    await cli(['find', 'moons.json', '--no-save', '--steps', '15', '--out', out]);
    expect(readdirSync(cwd)).toContain(out);
  });
});
