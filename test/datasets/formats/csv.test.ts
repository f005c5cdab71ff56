import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LrToolError } from '../../../src/base/errors.js';
import { type CsvOptions, readCsv } from '../../../src/datasets/formats/csv.js';
import { readPlainRows, readQuotedRows } from '../../../src/datasets/formats/csv-rows.js';
import { openFile } from '../../../src/datasets/formats/file.js';
import { refusal, tempFile } from '../files.js';

const defaults: CsvOptions = {
  header: 'auto',
  ignore: [],
  categorical: [],
  delimiter: ',',
  missing: 'refuse',
  task: 'auto',
};
const read = (text: string | Uint8Array, options: Partial<CsvOptions> = {}) =>
  readCsv(tempFile('t.csv', text), { ...defaults, ...options });
/** The message without the path of the folder. */
const refused = async (text: string | Uint8Array, options: Partial<CsvOptions> = {}) =>
  (await refusal(() => read(text, options))).replaceAll(/\S*t\.csv/g, 't.csv');

describe('a CSV file', () => {
  it('gives numbers and the classes of its last column, sorted', async () => {
    const table = await read('a,b,kind\n1,2,y\n3,4.5,x\n-1e-3,+.5,y\n');
    expect([...table.values]).toEqual([1, 2, 3, 4.5, -1e-3, 0.5].map(Math.fround));
    expect(table).toMatchObject({
      width: 2,
      targets: { kind: 'classes', labels: Int32Array.of(1, 0, 1), classes: ['x', 'y'] },
    });
  });

  it.each([
    ['with a byte order mark and CRLF', '\ufeffa,b\r\n1,2\r\n3,4\r\n'],
    ['of old Macs', 'a,b\r1,2\r3,4\r'],
    ['with empty lines and spaces', '\na , b\n\n 1, 2 \n  \n3,4'],
    ['with quotes', '"a","b"\n"1","2"\n"3",4\n'],
    ['with line ends in quotes', '"a\n\n","b"\n1,2\n3,4\n'],
    ['without a header', '1,2\n3,4\n'],
    ['gzipped', gzipSync('a,b\n1,2\n3,4\n')],
  ])('is read %s', async (_, text) => {
    const { values, targets } = await read(text);
    expect([...values]).toEqual([1, 3]);
    expect(targets).toMatchObject({ labels: Int32Array.of(0, 1), classes: ['2', '4'] });
  });

  it('takes the columns it is told, by name or position, in that order', async () => {
    const text = 'id,a,b,c\n7,1,2,3\n8,4,5,6\n';
    expect([...(await read(text, { label: 'a', ignore: ['id'] })).values]).toEqual([2, 3, 5, 6]);
    expect([...(await read(text, { label: 0, columns: ['c', 1] })).values]).toEqual([3, 1, 6, 4]);
  });

  it('has a header where a name is asked for, or where told', async () => {
    expect((await read('x,2\n1,2\n3,4\n', { label: 'x' })).values).toHaveLength(2);
    expect((await read('1,2\n3,4\n5,6\n', { header: true })).values).toHaveLength(2);
    expect(await refused('a,b\n1,2\n', { header: false })).toMatch(/line 1, column '0': 'a' is not a number/);
  });

  it('has no byte order mark in the name of its first column', async () => {
    expect([...(await read('\ufeffa,b\n1,2\n3,4\n', { label: 'a' })).values]).toEqual([2, 4]);
    expect([...(await read('\ufeff"a",b\n1,2\n3,4\n', { label: 'a' })).values]).toEqual([2, 4]);
  });

  it('counts a line end that two pieces of a megabyte share as one', async () => {
    const first = `1,${' '.repeat(2 ** 20 - 4)}2\r\n`;
    expect(first).toHaveLength(2 ** 20 + 1);
    expect(await refused(`${first}3,4\r\n5\r\n`)).toMatch(/line 3 has 1 cells instead of 2/);
  });

  it('harms nothing by the names of its columns', async () => {
    const { values } = await read('__proto__,constructor,label\n1,2,a\n3,4,b\n', {
      columns: ['__proto__', 'constructor'],
    });
    expect([...values]).toEqual([1, 2, 3, 4]);
    expect(({} as Record<string, unknown>)['1']).toBeUndefined();
  });

  it('is read with other delimiters', async () => {
    expect([...(await read('a;b\n1;2\n3;4\n', { delimiter: ';' })).values]).toEqual([1, 3]);
    expect([...(await read('"a"\tb\n1\t2\n3\t4\n', { delimiter: '\t' })).values]).toEqual([1, 3]);
  });

  it('is refused with line, column and value', async () => {
    expect(await refused('a,b\n1,2\n\n3\n')).toBe('DATA_INVALID: t.csv line 4 has 1 cells instead of 2');
    expect(await refused('a,b\n"1",2\n3,4,5\n')).toBe('DATA_INVALID: t.csv line 3 has 3 cells instead of 2');
    expect(await refused('a,b\n1,2\nred,4\n')).toBe("DATA_INVALID: t.csv line 3, column 'a': 'red' is not a number");
    expect(await refused('a,b\n1e39,2\n')).toContain("'1e39' is too large for a number of 32 bits");
    for (const odd of ['0x10', 'Infinity', '1,5'.replace(',', ' '), '1_000']) {
      expect(await refused(`a,b\n${odd},2\n`)).toMatch(/line 2, column 'a': .* is not a number/);
    }
    expect(await refused('a,b\n1,"2\n')).toMatch(/DATA_INVALID: t.csv: Quote Not Closed/);
    expect(await refused('a,b\n1,"2"x\n')).toMatch(/DATA_INVALID: t.csv: Invalid Closing Quote/);
  });

  it('is refused where a column is not there, not unique, or all there is', async () => {
    expect(await refused('a,b\n1,2\n', { label: 'c' })).toMatch(/DATA_COLUMN: t.csv has no column 'c'/);
    expect(await refused('a,b\n1,2\n', { label: 7 })).toMatch(/no column 7; its columns are 0 .. 1/);
    expect(await refused('1,2\n', { label: 'c' })).toMatch(/has no header, so no column is called 'c'/);
    expect(await refused('a,a,b\n1,2,3\n', { label: 'a' })).toMatch(/several columns called 'a'/);
    expect(await refused('a,b\n1,2\n', { columns: ['b'] })).toMatch(/'b' is both an input and the label/);
    expect(await refused('a,b\n1,2\n', { columns: ['a', 0] })).toMatch(/'a' is named twice/);
    expect(await refused('a;b\n1;2\n')).toMatch(/t.csv has 1 column, which leaves no input/);
  });

  it('tells the delimiter and the decimal point that it was meant to have', async () => {
    const hint = async (text: string, options: Partial<CsvOptions> = {}) => {
      const error: unknown = await read(text, options).catch((thrown: unknown) => thrown);
      return error instanceof LrToolError ? error.hint : error;
    };
    expect(await hint('a;b\n1;2\n')).toBe('set delimiter: ";"');
    expect(await hint('a\tb\n1\t2\n')).toBe('set delimiter: "\\t"');
    expect(await hint('a;b\n0,5;2\n', { delimiter: ';' })).toContain('0.5, not 0,5');
  });

  it.each([
    ['Latin-1', Buffer.from('a,b\n1,\xe9\n2,\xfc\n', 'latin1')],
    ['UTF-16', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le')],
    ['cut off', Buffer.from('a,b\n1,x\n2,é').subarray(0, -1)],
    ['quoted Latin-1', Buffer.from('"a",b\n1,\xe9\n', 'latin1')],
  ])('is refused where it is not UTF-8: %s', async (_, bytes) => {
    expect(await refused(bytes)).toBe('DATA_ENCODING: t.csv is not UTF-8 text');
  });

  it('may have characters of several bytes across the pieces it is read in', async () => {
    const rows = 400_000; // above 1 MiB, in lines of 7 bytes
    const { targets } = await read(`a,b\n${'1,日\n2,é\n'.repeat(rows / 2)}`);
    expect(targets).toMatchObject({ kind: 'classes', classes: ['é', '日'] });
    expect(targets.kind === 'classes' && targets.labels.length).toBe(rows);
  });

  it('cannot steer the terminal by its cells and names, nor flood it', async () => {
    const evil = `\u001b]0;title\u0007\u001b[31m${'Z'.repeat(10_000)}`;
    for (const text of [`a,b\n${evil},2\n`, `${evil},b\nx,2\n`, `${evil},b\n,2\n`]) {
      const message = await refused(text);
      expect(message).not.toContain('\u001b');
      expect(message.length).toBeLessThan(250);
    }
  });

  it('treats missing values as told', async () => {
    const text = 'a,b,y\n1,2,0\n,4,1\n5,NA,0\n7,8,1\n';
    expect(await refused(text)).toBe("DATA_MISSING: t.csv line 3, column 'a': the value is missing");
    expect([...(await read(text, { missing: 'drop-row' })).values]).toEqual([1, 2, 7, 8]);
    expect([...(await read(text, { missing: 'nan' })).values]).toEqual([1, 2, Number.NaN, 4, 5, Number.NaN, 7, 8]);
    const noLabel = 'a,y\n1,0\n2,\n3,1\n';
    expect(await refused(noLabel, { missing: 'nan' })).toMatch(/line 3, column 'y': the value is missing/);
    expect([...(await read(noLabel, { missing: 'drop-row' })).values]).toEqual([1, 3]);
  });
});

describe('the label column', () => {
  const labels = async (cells: readonly (string | number)[], options: Partial<CsvOptions> = {}) =>
    (await read(cells.map((cell) => `0,${cell}`).join('\n'), { header: false, ...options })).targets;
  const range = (n: number) => Array.from({ length: n }, (_, i) => i);

  it('holds classes up to 20 whole numbers, quantities beyond', async () => {
    expect(await labels(range(20))).toMatchObject({ kind: 'classes', classes: range(20).map(String) });
    expect(await labels(range(21))).toEqual({ kind: 'numbers', width: 1, values: Float32Array.from(range(21)) });
    expect(await labels([1, 2, 2.5])).toEqual({ kind: 'numbers', width: 1, values: Float32Array.of(1, 2, 2.5) });
    expect(await labels(range(30), { task: 'classification' })).toMatchObject({ kind: 'classes' });
    expect(await labels([1, 0], { task: 'regression' })).toEqual({
      kind: 'numbers',
      width: 1,
      values: Float32Array.of(1, 0),
    });
  });

  it('sorts numbers as numbers, text as text; 1 and 1.0 are one class', async () => {
    expect(await labels([10, 9, '9.0'])).toMatchObject({ classes: ['9', '10'], labels: Int32Array.of(1, 0, 0) });
    expect(await labels(['b', 'B', 10, 9])).toMatchObject({ classes: ['10', '9', 'B', 'b'] });
  });

  it('is refused where its values do not go together', async () => {
    const refusedLabels = (cells: readonly (string | number)[], options: Partial<CsvOptions> = {}) =>
      refused(cells.map((cell) => `0,${cell}`).join('\n'), { header: false, ...options });
    const classification = { task: 'classification' } as const;
    expect(await refusedLabels([1, 1.5], classification)).toBe(
      "DATA_LABEL: t.csv line 2, column '1': the label is 1.5, not a whole number",
    );
    expect(await refusedLabels(['a', 1.5])).toMatch(/line 2.*1.5, which is fractional, but t.csv line 1.* it is text/);
    expect(await refusedLabels([1.5, 'a'])).toMatch(/line 2.*label 'a' is not a number/);
    expect(await refusedLabels([1, 'a'], { task: 'regression' })).toMatch(/line 2.*label 'a' is not a number/);
  });
});

describe('columns of categories', () => {
  const text = 'size,colour,kind\n1,red,x\n2,blue,y\n3,red,x\n';

  it('become inputs of 0 and 1, one for each value, sorted, in the place of their column', async () => {
    const { values, width } = await read(text, { categorical: ['colour'] });
    expect(width).toBe(3);
    expect([...values]).toEqual([1, 0, 1, 2, 1, 0, 3, 0, 1]); // size, blue, red
    const both = await read(text, { categorical: ['colour', 0], columns: ['colour', 'size'] });
    expect([...both.values]).toEqual([0, 1, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1]);
  });

  it('are codes too, sorted as numbers; 1 and 1.0 are one, and so are texts with blanks around', async () => {
    const codes = await read('10,x\n9,y\n9.0,x\n', { categorical: [0] });
    expect([...codes.values]).toEqual([0, 1, 1, 0, 1, 0]);
    const blanks = await read('a,k\n red ,1\n"red",2\n', { categorical: ['a'] });
    expect([...blanks.values]).toEqual([1, 1]);
  });

  it('have a gap as the others do; filled, it is 0 in all; a value of rows left out is none', async () => {
    const gap = 'a,b,kind\n1,red,x\n2,NA,y\n,blue,y\n4,red,x\n';
    expect(await refused(gap, { categorical: ['b'] })).toMatch(/line 3, column 'b': the value is missing/);
    const filled = await read(gap, { categorical: ['b'], missing: 'nan' });
    expect([...filled.values]).toEqual([1, 0, 1, 2, 0, 0, Number.NaN, 1, 0, 4, 0, 1]);
    const dropped = await read(gap, { categorical: ['b'], missing: 'drop-row' });
    expect(dropped.width).toBe(2);
    expect([...dropped.values]).toEqual([1, 1, 4, 1]);
  });

  it('are refused where they are no input, unknown, or name the rows', async () => {
    expect(await refused(text, { categorical: ['kind'] })).toMatch(/column 'kind' is the label, so it is no input/);
    expect(await refused(text, { categorical: ['colour'], ignore: ['colour'] })).toMatch(/'colour' is left out/);
    expect(await refused(text, { categorical: ['color'] })).toMatch(/has no column 'color'/);
    const names = `a,k\n${Array.from({ length: 1001 }, (_, i) => `name ${i},${i % 2}`).join('\n')}`;
    expect(await refused(names, { categorical: ['a'] })).toMatch(
      /DATA_CATEGORY: t.csv: column 'a' has more than 1000 different values/,
    );
  });

  it('are what an input of text is told to become', async () => {
    const error: unknown = await read(text).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ hint: expect.stringContaining("categorical: ['colour']") });
  });
});

describe('any table of numbers', () => {
  const table = fc.integer({ min: 1, max: 5 }).chain((width) =>
    fc.array(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: width, maxLength: width }), {
      minLength: 1,
      maxLength: 20,
    }),
  );

  it('comes back bit for bit, quoted or not, with any line end', async () => {
    const style = fc.tuple(fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), fc.boolean());
    await fc.assert(
      fc.asyncProperty(table, style, async (rows, [end, quoted, closed]) => {
        const cell = (value: number | string) => (quoted ? `"${value}"` : `${Object.is(value, -0) ? '-0' : value}`);
        const text = rows.map((row) => [...row, 'k'].map(cell).join(',')).join(end) + (closed ? end : '');
        const { values } = await read(text, { header: false });
        expect(values).toEqual(Float32Array.from(rows.flat(), (value) => (quoted ? value + 0 : value)));
      }),
      { numRuns: 60 },
    );
  });

  it('is split alike by both readers where there are no quotes', async () => {
    const text = fc.array(fc.constantFrom('a', '1', ',', ',', '\n', '\r\n', ' ', 'é', '😀'), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(text, async (parts) => {
        const file = await openFile(tempFile('t.csv', `x,y\n${parts.join('')}`));
        const rows = async (reader: typeof readPlainRows) => {
          const found: unknown[] = [];
          await reader(file, ',', (cells, line) => found.push([line, ...cells.map((cell) => cell.trim())]));
          return found;
        };
        expect(await rows(readPlainRows)).toEqual(await rows(readQuotedRows));
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['plain', ''],
    ['quoted', '"'],
  ])('is read across pieces of a megabyte: %s', async (_, quote) => {
    const rows = 60_000;
    const lines = Array.from({ length: rows }, (_, i) => `${quote}${i}${quote},${i / 2},é${i % 3}`);
    const { values, targets } = await read(`${lines.join('\r\n')}\r\n`);
    expect(values).toHaveLength(2 * rows);
    expect(values.every((value, i) => value === (i % 2 === 0 ? i / 2 : (i - 1) / 4))).toBe(true);
    expect(targets).toMatchObject({ classes: ['é0', 'é1', 'é2'] });
  });

  it('fails only with an explanation, whatever the bytes', async () => {
    const bytes = fc.array(fc.constantFrom(...Buffer.from('1a,"\n\r;. -\0'), 0xff, 0xe2), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        await read(Buffer.from(content)).catch((error: unknown) => expect(error).toBeInstanceOf(LrToolError));
      }),
      { numRuns: 300 },
    );
  });
});
