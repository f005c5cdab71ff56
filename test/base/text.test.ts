import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitText, safeText, textWidth, wrapText } from '../../src/base/text.js';

describe('safeText', () => {
  it.each([
    ['plain text, ünïcode, 日本語', 'plain text, ünïcode, 日本語'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b[2J\u001b[1;1Hclear', 'clear'],
    ['\u001b]0;title\u0007name', 'name'],
    ['\u001b]8;;https://example.org\u001b\\link\u001b]8;;\u001b\\', 'link'],
    ['\u009b31mC1 colour\u009d0;x\u009cend', 'C1 colourend'],
    ['\u001bPdevice\u001b\\ctl', 'ctl'],
    ['\u001bcreset \u001b(0charset', 'reset charset'],
    ['\u001b]0;never ended', '0;never ended'],
    ['over\rwritten\nlines\tand\u2028more', 'over written lines and more'],
    ['bell\u0007 back\b del\u007f nul\u0000', 'bell back del nul'],
    ['abc\u202egnp.exe', 'abcgnp.exe'],
    ['', ''],
  ])('%j becomes %j', (text, safe) => expect(safeText(text)).toBe(safe));

  it('lets no control character through, whatever comes (S8)', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\u001b[', '\u001b]', '\u009b', '\u009d', '\u001bP', '\u001b\\', '\u0007', '31m', ';', '\u001b'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        expect(safeText(pieces.join(''))).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('textWidth', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['─│╭▲┊…', 6],
    ['日本語', 6],
    ['한글', 4],
    ['e\u0301', 1],
    ['😀', 2],
    ['👩‍👩‍👧', 2],
    ['ｆｕｌｌ', 8],
  ])('%j takes %d columns', (text, width) => expect(textWidth(text)).toBe(width));
});

describe('fitText', () => {
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['abcdef', 1, '…'],
    ['abcdef', 0, ''],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
  ])('%j in %d columns is %j', (text, width, fitted) => expect(fitText(text, width)).toBe(fitted));

  it('never exceeds the width', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), fc.constantFrom('…', '...'), (text, width, ellipsis) => {
        expect(textWidth(fitText(text, width, ellipsis))).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('wrapText', () => {
  it.each([
    ['one two three', 8, ['one two', 'three']],
    ['one two three', 80, ['one two three']],
    ['supercalifragilistic', 8, ['supercal', 'ifragili', 'stic']],
    ['a supercalifragilistic', 8, ['a', 'supercal', 'ifragili', 'stic']],
    ['日本語 日本', 4, ['日本', '語', '日本']],
    ['', 5, ['']],
  ])('%j in %d columns is %j', (text, width, lines) => expect(wrapText(text, width)).toEqual(lines));

  it('keeps every word and never exceeds the width', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 2, max: 30 }), (text, width) => {
        const lines = wrapText(text, width);
        expect(lines.filter((line) => textWidth(line) > width)).toEqual([]);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });
});
