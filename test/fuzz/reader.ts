import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { LrToolError } from '../../src/base/errors.js';
import { type Edit, edit, edited } from './edits.js';

/** What a reader is fed with. */
export interface Fed {
  readonly bytes: Buffer;
  readonly text: string;
  /** Writes the bytes, or others, to a file of this name and gives its path. */
  file(name: string, content?: Uint8Array): string;
}

/** Something that reads what others wrote. */
export interface Reader {
  readonly name: string;
  /** Valid files, which are then made strange. */
  readonly corpus: readonly (string | Uint8Array)[];
  /** Reads, and goes on with what was read as its command does. */
  readonly read: (fed: Fed) => unknown;
  /** Errors besides our typed ones that its contract names. */
  readonly mayThrow?: (error: unknown) => boolean;
}

/** What became of the cases of one reader. */
export interface Outcome {
  accepted: number;
  refused: number;
  /** Milliseconds of processor time of the slowest case. */
  slowestMs: number;
}

/**
 * Feeds a reader with so many files, and fails at the first that it answers with anything but a value or one of our
 * typed errors, that takes a second, or that leaves something on the prototype of all objects.
 *
 * @param longestMs processor time of one case: the clock on the wall would count the neighbours too
 */
export async function fuzz(reader: Reader, cases: number, seed: number, longestMs = 1000): Promise<Outcome> {
  const corpus = reader.corpus.map((file) => Buffer.from(file));
  const folder = mkdtempSync(join(tmpdir(), 'lr-tool-fuzz-'));
  const outcome: Outcome = { accepted: 0, refused: 0, slowestMs: 0 };
  const feed = async (bytes: Buffer) => {
    const before = process.cpuUsage();
    try {
      await reader.read(fed(bytes, folder));
      outcome.accepted++;
    } catch (error) {
      if (!(error instanceof LrToolError) && reader.mayThrow?.(error) !== true) throw error;
      outcome.refused++;
    }
    const { user, system } = process.cpuUsage(before);
    const tookMs = (user + system) / 1000;
    outcome.slowestMs = Math.max(outcome.slowestMs, tookMs);
    if (tookMs > longestMs) throw new Error(`it took ${tookMs.toFixed(0)} ms`);
    for (const key in {}) throw new Error(`every object now has the key '${key}'`);
  };
  try {
    for (const file of corpus) await reader.read(fed(file, folder)); // valid: whatever is wrong with it is told
    await fc.assert(
      fc.asyncProperty(damage(corpus.length), ({ sample, edits }) => feed(edited(corpus[sample]!, edits, corpus))),
      { numRuns: cases, seed },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
  return outcome;
}

interface Damage {
  readonly sample: number;
  readonly edits: readonly Edit[];
}

const damage = (samples: number): fc.Arbitrary<Damage> =>
  fc.record({ sample: fc.nat(samples - 1), edits: fc.array(edit, { minLength: 1, maxLength: 6 }) });

const fed = (bytes: Buffer, folder: string): Fed => ({
  bytes,
  get text() {
    return bytes.toString();
  },
  file(name, content = bytes) {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  },
});
