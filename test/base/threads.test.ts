import { describe, expect, it } from 'vitest';
import { threadsIn } from '../../src/base/threads.js';

describe('LR_TOOL_THREADS', () => {
  it.each([
    [undefined, null],
    ['', null],
    ['1', 1],
    ['16', 16],
  ])('%s means %s', (text, threads) => expect(threadsIn(text)).toBe(threads));

  it.each(['0', '-1', '1.5', 'two', '1e3', '9999', ' 2'])('%s is refused', (text) => {
    expect(() => threadsIn(text)).toThrowError(/LR_TOOL_THREADS is .*must be a whole number from 1 to 1024/);
  });
});
