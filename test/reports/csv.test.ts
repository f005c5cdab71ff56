import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csvText } from '../../src/reports/csv.js';

const header = (name: string) => csvText([name], []).slice(0, -1);

describe('a name in a CSV file', () => {
  it.each([
    ['lr', 'lr'],
    ['val loss', 'val loss'],
    ['a,b', '"a,b"'],
    ['say "so"', '"say ""so"""'],
  ])('%j is written %s', (name, cell) => expect(header(name)).toBe(cell));

  it.each([
    ...['=1+1', '=HYPERLINK("http://x","y")', "=cmd|'/c calc'!A1", '+1', '+cmd', '-1', '-2+3', '@SUM(A1)', '@x', '==x'],
    ...[' =1+1', '\t=1', '\r=1', '\n=1', '\u001b[1m=1', '\0=1', '=', '+', '-', '@'],
  ])('%j is no formula to a spreadsheet (S10)', (name) => {
    const [[cell]] = parse(header(name)) as [[string]];
    expect(cell).toMatch(/^'/);
    expect(cell).toContain(name.trim().slice(-1));
  });
});

it('numbers stay numbers, below 0 too', () => {
  expect(csvText(['a', 'b', 'c'], [[-1.5, 1e-9, -0]])).toBe('a,b,c\n-1.5,1e-9,-0\n');
  expect(csvText(['a', 'b'], [[Number.NaN, '']])).toBe('a,b\nNaN,\n');
});
