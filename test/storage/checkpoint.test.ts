import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomStream } from '../../src/base/random.js';
import { sweepTemporaries } from '../../src/storage/atomic-write.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/storage/checkpoint.js';
import { newestCheckpoint, saveCheckpoint } from '../../src/storage/checkpoints.js';
import { lockFolder, type Processes } from '../../src/storage/lock.js';
import { openRunFolder } from '../../src/storage/run-folder.js';

const content = {
  data: { step: 3, text: 'ä', nested: [1, null] },
  tensors: [
    { name: 'bytes', shape: [3], values: Uint8Array.of(1, 2, 255) },
    { name: 'doubles', shape: [2], values: Float64Array.of(0.1, Number.NaN) },
    { name: 'floats', shape: [2, 1], values: Float32Array.of(1.5, -0) },
  ],
};
const file = encodeCheckpoint(content);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lr-tool-checkpoint-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a checkpoint file', () => {
  it('gives back what was put in, of a Buffer too', () => {
    expect(decodeCheckpoint(file)).toEqual(content);
    expect(decodeCheckpoint(Buffer.from(file))).toEqual(content);
  });

  it('is refused where any bit is another: 300 at random, and every one of the first 100 bytes', () => {
    const random = randomStream(1, 'damage');
    const places = Array.from({ length: 300 }, () => Math.floor(random.uniform() * file.length * 8));
    for (const bit of [...places, ...Array.from({ length: 100 }, (_, i) => i * 8)]) {
      const damaged = file.slice();
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => decodeCheckpoint(damaged), `bit ${bit}`).toThrow(/^it is (no checkpoint|not what was written)/);
    }
  });

  it('is refused where it is cut off or goes on', () => {
    for (let i = 0; i < 100; i++) {
      expect(() => decodeCheckpoint(file.slice(0, Math.floor((i * file.length) / 100)))).toThrow(/^it is/);
    }
    expect(() => decodeCheckpoint(Uint8Array.of(...file, 0))).toThrow('its hash differs');
  });
});

describe('the checkpoints of a run', () => {
  const save = (step: number, best: number | null) =>
    saveCheckpoint(openRunFolder(folder), step, best, { ...content, data: step });
  const names = () => readdirSync(join(folder, 'checkpoints')).sort();
  const name = (step: number) => `step-${String(step).padStart(9, '0')}.safetensors`;

  it('are the last two and the best', async () => {
    for (const step of [10, 20, 30, 40, 50]) await save(step, step < 20 ? 10 : 20);
    expect(names()).toEqual([20, 40, 50].map(name));
    expect(await newestCheckpoint(folder, ({ data }) => data)).toMatchObject({ step: 50, content: 50, damaged: [] });
  });

  it('are passed over where they are damaged, and that is told', async () => {
    await save(10, null);
    await save(20, null);
    writeFileSync(join(folder, 'checkpoints', name(20)), file.slice(0, 50));
    const { step, damaged } = await newestCheckpoint(folder, ({ data }) => data);
    expect([step, damaged.length]).toEqual([10, 1]);
    expect(damaged[0]).toMatch(/step-000000020\.safetensors cannot be resumed from: it is/);
    writeFileSync(join(folder, 'checkpoints', name(10)), '');
    await expect(newestCheckpoint(folder, ({ data }) => data)).rejects.toMatchObject({
      code: 'NO_CHECKPOINT',
      blame: 'machine',
    });
  });

  it('leave no temporary files of those who were killed', async () => {
    mkdirSync(join(folder, 'checkpoints'));
    const left = join(folder, 'checkpoints', '.0f8fad5b-d9cb-469f-a165-70867728950e.tmp');
    writeFileSync(left, 'half');
    writeFileSync(join(folder, 'checkpoints', 'mine.tmp'), '');
    await sweepTemporaries(join(folder, 'checkpoints'));
    await sweepTemporaries(join(folder, 'none'));
    expect(names()).toEqual(['mine.tmp']);
  });
});

describe('the lock of a run', () => {
  /** Processes that are alive, by number, with their starts. */
  const machine = (pid: number, alive: Record<number, string>, host = 'here'): Processes => ({
    host,
    pid,
    startOf: (asked) => alive[asked] ?? null,
  });
  const alive = { 1: 'a', 2: 'b' };

  it('is had by one of 20 who come at once', async () => {
    const all = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [i + 1, `s${i}`]));
    const tries = await Promise.allSettled(Object.keys(all).map((pid) => lockFolder(folder, machine(+pid, all))));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of tries) if (each.status === 'rejected') expect(each.reason.code).toBe('RUN_LOCKED');
  });

  it('is refused while its owner lives, naming it, and free again after the release', async () => {
    const lock = await lockFolder(folder, machine(1, alive));
    await expect(lockFolder(folder, machine(2, alive))).rejects.toThrow('is in use by process 1');
    await lock.release();
    await (await lockFolder(folder, machine(2, alive))).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['dead', { 2: 'b' }],
    ['another process of the same number', { 1: 'later', 2: 'b' }],
  ])('is passed on where its owner is %s, to one of 20', async (_, now) => {
    await lockFolder(folder, machine(1, alive));
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder, machine(2, now))));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['lock-2']);
  });

  it('is passed on where its owner was killed while writing it', async () => {
    writeFileSync(join(folder, 'lock-1'), '{"ho');
    await lockFolder(folder, machine(2, alive));
    expect(readFileSync(join(folder, 'lock-2'), 'utf8')).toBe('{"host":"here","pid":2,"start":"b"}\n');
  });

  it('counts an owner on another machine as alive', async () => {
    await lockFolder(folder, machine(1, alive, 'there'));
    await expect(lockFolder(folder, machine(2, alive))).rejects.toThrow('process 1 on there');
  });
});
