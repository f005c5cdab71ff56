import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LrToolError } from '../../src/base/errors.js';
import { atomicWrite, sweepTemporaries } from '../../src/storage/atomic-write.js';
import {
  checkpointsFolder,
  type FoundCheckpoint,
  newestCheckpoint,
  saveCheckpoint,
} from '../../src/storage/checkpoints.js';
import type { Files } from '../../src/storage/files.js';
import { openRunFolder } from '../../src/storage/run-folder.js';
import { faultyFiles } from './faulty-files.js';

const best = 10;
const save = (run: string, step: number, files?: Files) =>
  saveCheckpoint(openRunFolder(run, files), step, best, {
    data: { step },
    tensors: [{ name: 'w', shape: [2], values: Float32Array.of(step, -step) }],
  });

/** Thousands of syncs: a disk has better to do. */
const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

let root: string;
/** A run after no save, after the first, and after three: the next save is the first, the second, one that removes. */
const origins = { none: [], one: [10], three: [10, 20, 30] };
type Origin = keyof typeof origins;
beforeAll(async () => {
  root = mkdtempSync(join(memory, 'lr-tool-faults-'));
  for (const [name, steps] of Object.entries(origins)) {
    const origin = join(root, name);
    mkdirSync(origin);
    writeFileSync(join(origin, 'config.resolved.json'), '{}');
    for (const step of steps) await save(origin, step);
  }
});
afterAll(() => rmSync(root, { recursive: true }));

let run: string;
beforeEach(() => {
  run = join(root, 'run');
});
afterEach(() => rmSync(run, { recursive: true, force: true }));

const namesIn = () => readdirSync(join(run, checkpointsFolder)).sort();
const stepsIn = () => namesIn().map((name) => Number(/^step-(\d+)\.safetensors$/.exec(name)?.[1]));

/** What holds whatever became of a save of step 40. */
async function requireKept(origin: Origin, error: unknown): Promise<void> {
  const before = origins[origin].at(-1);
  const found = await newestCheckpoint(run, ({ data }) => data).catch((thrown: unknown) => thrown as LrToolError);
  if (before === undefined && found instanceof LrToolError) expect(found.code).toBe('NO_CHECKPOINT');
  else {
    expect(found).toMatchObject({ damaged: [] });
    const { step, content } = found as FoundCheckpoint<unknown>;
    expect(error === null ? [40] : [40, before]).toContain(step);
    expect(content).toEqual({ step });
  }
  if (error !== null) {
    expect(error).toBeInstanceOf(LrToolError);
    const { blame, message } = error as LrToolError;
    expect([blame, message]).toEqual(['machine', expect.stringContaining(run)]);
  }
  // the next start
  await sweepTemporaries(join(run, checkpointsFolder));
  await save(run, 50);
  const steps = stepsIn();
  expect([steps.length <= 3, steps.at(-1)]).toEqual([true, 50]);
  if (before !== undefined) expect([steps[0], [40, before].includes(steps.at(-2)!)]).toEqual([best, true]);
}

describe('a save of a checkpoint whose N-th file operation fails', () => {
  const codes = ['EIO', 'ENOSPC', 'EACCES', 'EMFILE', 'EROFS'];
  const duration = {
    once: (n: number, call: number) => call === n,
    'from then on': (n: number, call: number) => call >= n,
  };
  const cases = (Object.keys(origins) as Origin[]).flatMap((origin) =>
    codes.flatMap((code) => Object.entries(duration).map(([how, applies]) => ({ origin, code, how, applies }))),
  );

  it.each(cases)(
    'with $code $how, after $origin: newest or previous loads, for every N',
    async ({ origin, code, applies }) => {
      for (let n = 0, over = false; !over; n++) {
        cpSync(join(root, origin), run, { recursive: true });
        const files = faultyFiles((call) => (applies(n, call) ? code : null));
        const error = await save(run, 40, files).then(
          () => null,
          (thrown: unknown) => thrown,
        );
        over = files.calls.length <= n;
        if (over) expect(error, 'no call failed').toBeNull();
        const temporaries = namesOrNone().filter((name) => name.endsWith('.tmp'));
        const most = files.failed.includes('unlink') ? 1 : 0;
        expect(temporaries.length, `after call ${n}, ${files.calls[n]}`).toBeLessThanOrEqual(most);
        await requireKept(origin, error);
        rmSync(run, { recursive: true });
        if (over) expect(n).toBeGreaterThan(12);
      }
    },
  );

  const namesOrNone = () => {
    try {
      return namesIn();
    } catch {
      return []; // the folder could not be made
    }
  };
});

describe('a save of a checkpoint whose writes', () => {
  it('take one byte at a time ends as any other', async () => {
    cpSync(join(root, 'three'), run, { recursive: true });
    await save(
      run,
      40,
      faultyFiles((_, name) => (name === 'write' ? 'short' : null)),
    );
    expect(stepsIn()).toEqual([10, 30, 40]);
    expect(await newestCheckpoint(run, ({ data }) => data)).toMatchObject({
      step: 40,
      content: { step: 40 },
      damaged: [],
    });
  });

  it('claim more than they took fails, and leaves what was there', async () => {
    cpSync(join(root, 'three'), run, { recursive: true });
    const error = await save(
      run,
      40,
      faultyFiles((_, name) => (name === 'write' ? 'lost' : null)),
    ).catch((thrown) => thrown);
    expect(error).toMatchObject({
      code: 'WRITE_FAILED',
      message: expect.stringMatching(/only 1 of \d+ bytes arrived/),
    });
    expect(stepsIn()).toEqual([10, 20, 30]);
  });
});

describe('a file that is replaced', () => {
  it('is the old one or the new one, whole, whichever file operation fails', async () => {
    mkdirSync(run);
    const path = join(run, 'report.json');
    for (let n = 0, over = false; !over; n++) {
      writeFileSync(path, 'old');
      const files = faultyFiles((call) => (call === n ? 'EIO' : null));
      const failed = await atomicWrite(path, 'new', files).then(
        () => false,
        () => true,
      );
      over = files.calls.length <= n;
      const text = readFileSync(path, 'utf8');
      if (!files.calls.includes('rename') || files.failed.includes('rename')) expect(text, `call ${n}`).toBe('old');
      else expect([text, failed]).toEqual(['new', !over && files.failed.length > 0]);
    }
  });
});
