import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomStream } from '../../src/base/random.js';
import { checkpointsFolder, newestCheckpoint, saveCheckpoint } from '../../src/storage/checkpoints.js';
import { openRunFolder } from '../../src/storage/run-folder.js';

const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const random = randomStream(7, 'damage');

let run: string;
let newest: string;
let whole: Buffer;
beforeAll(async () => {
  run = mkdtempSync(join(memory, 'lr-tool-damage-'));
  const values = Float32Array.from({ length: 300 }, () => random.normal());
  for (const step of [10, 20]) {
    const tensors = [{ name: 'w', shape: [30, 10], values }];
    await saveCheckpoint(openRunFolder(run), step, null, { data: { step, text: 'of a training' }, tensors });
  }
  newest = join(run, checkpointsFolder, readdirSync(join(run, checkpointsFolder)).sort().at(-1)!);
  whole = readFileSync(newest);
});
afterAll(() => rmSync(run, { recursive: true }));

/** The newest is refused with one sentence that names it, and the one before is taken. */
async function expectRefused(damaged: Uint8Array, how: string): Promise<void> {
  writeFileSync(newest, damaged);
  const found = await newestCheckpoint(run, ({ data }) => data);
  expect([found.step, found.damaged.length, found.content], how).toEqual([10, 1, { step: 10, text: 'of a training' }]);
  const [sentence] = found.damaged;
  expect(sentence, how).toMatch(
    /^\S+step-000000020\.safetensors cannot be resumed from: it is (no checkpoint|not what was written: its hash differs)$/,
  );
}

const below = (n: number) => Math.floor(random.uniform() * n);

describe('a damaged checkpoint is refused with a sentence, and the one before taken', () => {
  it('2,000 times one bit', async () => {
    for (let i = 0; i < 2000; i++) {
      const bit = i < 8 * 90 ? i : below(8 * whole.length); // every bit of its start, where its sizes and its hash are
      const damaged = Buffer.from(whole);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      await expectRefused(damaged, `bit ${bit}`);
    }
  });

  it('500 times cut off, at every length of its start', async () => {
    for (let i = 0; i < 500; i++) {
      const length = i < 120 ? i : below(whole.length);
      await expectRefused(whole.subarray(0, length), `${length} bytes`);
    }
  });

  it('100 times with more behind it, and 100 times with two parts exchanged', async () => {
    for (let i = 0; i < 100; i++) {
      await expectRefused(Buffer.concat([whole, Buffer.alloc(1 + below(1000), i)]), `${i} appended`);
      const [a, b, size] = [below(600), 700 + below(500), 1 + below(80)];
      const parts = [
        [0, a],
        [b, b + size],
        [a + size, b],
        [a, a + size],
        [b + size, whole.length],
      ];
      const exchanged = Buffer.concat(parts.map(([from, to]) => whole.subarray(from, to)));
      if (!exchanged.equals(whole)) await expectRefused(exchanged, `${size} bytes at ${a} and ${b}`);
    }
  });

  it('where it is a folder, and where it is the start of a larger file that never was', async () => {
    writeFileSync(newest, Buffer.concat([whole.subarray(0, 100), Buffer.alloc(whole.length - 100)]));
    expect((await newestCheckpoint(run, ({ data }) => data)).step).toBe(10);
    rmSync(newest);
    mkdirSync(newest);
    const { step, damaged } = await newestCheckpoint(run, ({ data }) => data);
    expect([step, damaged]).toEqual([10, [expect.stringMatching(/cannot be resumed from: .*EISDIR/)]]);
    rmSync(newest, { recursive: true });
  });

  it('and is taken where it is whole', async () => {
    writeFileSync(newest, whole);
    expect(await newestCheckpoint(run, ({ data }) => data)).toMatchObject({ step: 20, damaged: [] });
  });
});
