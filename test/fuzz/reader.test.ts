import { describe, expect, it } from 'vitest';
import { userError } from '../../src/base/errors.js';
import { fuzz, type Reader } from './reader.js';

const reader = (read: Reader['read'], more: Partial<Reader> = {}): Reader => ({
  name: 'made up',
  corpus: ['{"a": [1, 2, 3]}'],
  read,
  ...more,
});
const found = (read: Reader['read']) => fuzz(reader(read), 200, 1);

describe('fuzzing', () => {
  it('counts what was read and what was refused with one of our errors', async () => {
    const outcome = await found(({ text }) => {
      if (!text.startsWith('{')) throw userError('X', 'no');
    });
    expect(outcome.accepted).toBeGreaterThan(20);
    expect(outcome.refused).toBeGreaterThan(20);
    expect(outcome.accepted + outcome.refused).toBe(200);
  });

  it('finds an error that is none of ours', async () => {
    await expect(found(({ text }) => JSON.parse(text))).rejects.toThrow(/Counterexample/);
  });

  it('finds a reader that takes too long', async () => {
    const slow = ({ text }: { readonly text: string }) => {
      const { user } = process.cpuUsage();
      while (!text.startsWith('{') && process.cpuUsage().user - user < 30_000);
    };
    await expect(fuzz(reader(slow), 200, 1, 20)).rejects.toMatchObject({
      cause: { message: expect.stringMatching(/^it took \d+ ms$/) },
    });
  });

  it('finds what is left on the prototype of all objects', async () => {
    const polluting = ({ text }: { readonly text: string }) => {
      if (!text.startsWith('{')) Object.assign(Object.prototype, { polluted: true });
    };
    try {
      await expect(found(polluting)).rejects.toMatchObject({ cause: { message: expect.stringContaining('polluted') } });
    } finally {
      delete (Object.prototype as { polluted?: unknown }).polluted;
    }
  });

  it('does not begin where a valid file is refused', async () => {
    const refusing = () => {
      throw userError('X', 'no');
    };
    await expect(found(refusing)).rejects.toMatchObject({ code: 'X' });
  });
});
