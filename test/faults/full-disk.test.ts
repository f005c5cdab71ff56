import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { atomicWrite } from '../../src/storage/atomic-write.js';
import { fakeIo } from '../cli/fake-io.js';
import { mountDisk, type SmallDisk, whyNoDisk, withDisk } from './small-disk.js';
import { newestRun, reportIn, strayIn, writeConfig } from './training.js';

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

describe.skipIf(whyNoDisk !== null)(`a full disk${withDisk}`, () => {
  let disk: SmallDisk;
  beforeAll(() => {
    disk = mountDisk(256);
  });
  afterAll(() => disk.remove());

  it('never costs the file that was there, whatever the size of the next: 50 of 50', async () => {
    const path = join(disk.path, 'checkpoint');
    for (let i = 0; i < 50; i++) {
      await atomicWrite(path, new Uint8Array(140_000).fill(i));
      const before = sha256(path);
      const needed = 125_000 + i * 12_345; // some more than is free, some more than there is
      const error = await atomicWrite(path, new Uint8Array(needed)).catch((thrown: unknown) => thrown);
      expect(error, `${needed} bytes`).toMatchObject({ code: 'WRITE_FAILED', blame: 'machine' });
      const [, free] = new RegExp(
        `^could not write ${path}: no space is left: ${needed} bytes are needed, (\\d+) are free$`,
      ).exec((error as Error).message)!;
      expect(Number(free)).toBeLessThan(needed);
      expect([sha256(path), readdirSync(disk.path)]).toEqual([before, ['checkpoint']]);
      rmSync(path);
    }
  });

  it('ends a training with 3 and the command that goes on, which ends with the same weights where there is room', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'lr-tool-full-'));
    try {
      writeConfig(cwd);
      const env = { LR_TOOL_RUNS: disk.path };
      const train = async (...args: string[]) => {
        const io = fakeIo({ cwd, env });
        const code = await main(['train', ...args, '--quiet', '--set', 'model.hidden=[600]', '--epochs', '10'], io);
        return { code, out: io.stdout(), err: io.stderr() };
      };
      const whole = await train('moons.json', '--no-save', '--json');
      expect(whole.code, whole.err).toBe(0);

      disk.remount('size=40k');
      const none = await train('moons.json');
      expect([none.code, none.err]).toEqual([
        3,
        expect.stringMatching(/no space is left: \d+ bytes are needed, \d+ are free/),
      ]);
      expect(readdirSync(disk.path)).toEqual([]); // not even one checkpoint: nothing is left behind

      disk.remount('size=140k');
      const io = fakeIo({ cwd, env });
      const code = await main(['train', 'moons.json', '--set', 'model.hidden=[600]', '--epochs', '10'], io);
      expect([code, io.stderr()]).toEqual([
        3,
        expect.stringMatching(
          /^to go on: lr-tool train --resume (\S+)\nerror: could not write \S+: no space is left: \d+ bytes are needed, \d+ are free\nhint: free space/m,
        ),
      ]);
      const run = newestRun(disk.path);
      expect(strayIn(run)).toEqual([]);

      disk.remount('size=8m');
      const resumed = await train('--resume', run);
      expect(resumed.code, resumed.err).toBe(0);
      expect(reportIn(run).weights).toEqual(JSON.parse(whole.out).weights);
    } finally {
      rmSync(cwd, { recursive: true });
    }
  }, 60_000);
});
