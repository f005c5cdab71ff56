import { describe, expect, it } from 'vitest';
import { paintFor, wantsColor } from '../../../src/cli/terminal/colors.js';

/** flag, FORCE_COLOR, NO_COLOR, TERM, on a terminal, in a pipe. '-' is unset. */
const table = `
  -          -      -   xterm  yes  no
  -          -      1   xterm  no   no
  -          -      ''  xterm  yes  no
  -          -      -   dumb   no   no
  -          -      1   dumb   no   no
  -          1      -   xterm  yes  yes
  -          1      1   xterm  yes  yes
  -          1      -   dumb   yes  yes
  -          ''     1   dumb   yes  yes
  -          3      1   dumb   yes  yes
  -          true   1   xterm  yes  yes
  -          0      -   xterm  no   no
  -          false  ''  xterm  no   no
  -          no     -   xterm  no   no
  --color    -      -   xterm  yes  yes
  --color    0      1   dumb   yes  yes
  --no-color -      -   xterm  no   no
  --no-color 1      -   xterm  no   no
`;

const cases = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/) as [string, string, string, string, string, string])
  .flatMap(([flag, FORCE_COLOR, NO_COLOR, TERM, tty, pipe]) => [
    { flag, FORCE_COLOR, NO_COLOR, TERM, isTTY: true, expected: tty },
    { flag, FORCE_COLOR, NO_COLOR, TERM, isTTY: false, expected: pipe },
  ]);

const value = (cell: string) => (cell === '-' ? undefined : cell.replace(/^''$/, ''));
const flags: Record<string, boolean | undefined> = { '-': undefined, '--color': true, '--no-color': false };

describe('colour', () => {
  it.each(cases)('flag $flag FORCE_COLOR $FORCE_COLOR NO_COLOR $NO_COLOR TERM $TERM tty $isTTY: $expected', (row) => {
    const env = { FORCE_COLOR: value(row.FORCE_COLOR), NO_COLOR: value(row.NO_COLOR), TERM: row.TERM };
    const question = { flag: flags[row.flag], env, isTTY: row.isTTY };
    expect(wantsColor(question)).toBe(row.expected === 'yes');
    expect(paintFor(question)('series0', 'text').includes('\u001b')).toBe(row.expected === 'yes');
  });

  it('has more than the 24 combinations that were promised (U3)', () =>
    expect(cases.length).toBeGreaterThanOrEqual(24));

  it('wraps the text in codes that end with it', () => {
    const paint = paintFor({ flag: true, env: {}, isTTY: false });
    expect(paint('series0', 'x')).toBe('\u001b[36mx\u001b[39m');
    expect(paint('title', 'x')).toBe('\u001b[1mx\u001b[22m');
  });
});
