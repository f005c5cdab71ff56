import { describe, expect, it } from 'vitest';
import { symbolsFor } from '../../../src/cli/terminal/symbols.js';

describe('symbolsFor', () => {
  it.each([
    { env: {}, isTTY: true, set: 'line' },
    { env: { LANG: 'de_DE.UTF-8' }, isTTY: true, set: 'line' },
    { env: { LANG: 'C' }, isTTY: true, set: 'ascii' },
    { env: { LANG: 'de_DE.UTF-8', LC_ALL: 'POSIX' }, isTTY: true, set: 'ascii' },
    { env: { LANG: 'C', LC_CTYPE: 'C.utf8' }, isTTY: true, set: 'line' },
    { env: { LANG: 'en_US.UTF-8', TERM: 'linux' }, isTTY: true, set: 'ascii' },
    { env: { LANG: 'C' }, isTTY: false, set: 'line' },
  ])('auto is $set for $env, tty $isTTY', ({ env, isTTY, set }) => {
    expect(symbolsFor('auto', env, isTTY)).toBe(set);
    expect(symbolsFor('braille', env, isTTY)).toBe('braille');
  });
});
