import { describe, expect, it } from 'vitest';
import { terminalWidth } from '../../../src/cli/terminal/width.js';

describe('terminalWidth', () => {
  it.each([
    [undefined, undefined, 80],
    [undefined, 132, 132],
    ['100', 132, 100],
    ['100', undefined, 100],
    ['', 132, 132],
    ['0', 132, 132],
    ['-5', 132, 132],
    ['80.5', 132, 132],
    ['wide', undefined, 80],
    [undefined, 0, 80],
    ['20', undefined, 40],
    [undefined, 7, 40],
    ['100000', undefined, 400],
  ])('COLUMNS %j and a terminal of %j columns: %d', (COLUMNS, columns, width) => {
    expect(terminalWidth({ COLUMNS }, columns)).toBe(width);
  });
});
