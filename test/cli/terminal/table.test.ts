import { describe, expect, it } from 'vitest';
import { tableLines } from '../../../src/cli/terminal/table.js';

const columns = [
  { cells: ['name', 'a', 'longer'], align: 'left' },
  { cells: ['value', '1', '22.5'], align: 'right' },
  { cells: ['first to go', 'x', ''], align: 'left', dispensable: 2 },
  { cells: ['then', 'y', 'z'], align: 'left', dispensable: 1 },
] as const;

describe('tableLines', () => {
  it('aligns columns', () => {
    expect(tableLines(columns, 80)).toEqual([
      'name    value  first to go  then',
      'a           1  x            y',
      'longer   22.5               z',
    ]);
  });

  it('leaves out what can be spared first, then cuts the widest', () => {
    expect(tableLines(columns, 31)[0]).toBe('name    value  then');
    expect(tableLines(columns, 18)[0]).toBe('name    value');
    expect(tableLines(columns, 12)).toEqual(['name   value', 'a          1', 'long…   22.5']);
  });

  it('counts the columns of a terminal, not characters', () => {
    expect(
      tableLines(
        [
          { cells: ['数据', 'ab'], align: 'right' },
          { cells: ['|', '|'], align: 'left' },
        ],
        80,
      ),
    ).toEqual(['数据  |', '  ab  |']);
  });
});
