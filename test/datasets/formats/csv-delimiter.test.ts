import { describe, expect, it } from 'vitest';
import { likelyDelimiter } from '../../../src/datasets/formats/csv-delimiter.js';

describe('what separates the cells', () => {
  it.each([
    ['a,b,c\n1,2,3\n', ','],
    ['a;b\n1,5;2,5\n3,5;4,5\n', ';'],
    ['1,5;2,5\n3,5;4,5\n', ';'],
    ['a\tb\n1,5\t2,5\n', '\t'],
    ['a|b\n1|2\n', '|'],
    ['5.1 3.5 x\n4.9 3.0 y\n', ' '],
    ['name,text\nA,"x; y; z"\nB,"u; v; w"\n', ','],
    ['name,text\nA,one two three\nB,four five\n', ','],
    ['"a\nb",c\n"1\n2",3\n', ','],
    ['first second,b\nx y,1\nu v,2\n', ','],
    ['a\n1\n2\n', null],
    ['', null],
    ['1,2\n', ','],
  ])('of %j is %j', (text, delimiter) => {
    expect(likelyDelimiter(text)).toBe(delimiter);
  });
});
