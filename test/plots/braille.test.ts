import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drawAscii } from '../../src/plots/ascii.js';
import { compareFigure } from '../../src/plots/compare.js';
import type { Figure } from '../../src/plots/figure.js';
import { findFigure } from '../../src/plots/find.js';
import { parseReport } from '../../src/reports/read.js';
import { findReportOf } from './curves.js';
import { expectGolden } from './golden.js';

const braille = { width: 80, symbols: 'braille' } as const;

const lineOf = (...y: number[]): Figure => ({
  title: '',
  x: { label: '', scale: 'linear' },
  y: { label: '', scale: 'linear', whole: true },
  series: [{ label: 'a', x: y.map((_, i) => i), y, weight: 'normal' }],
  marks: [],
});

/** The field of the plot. */
const fieldOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => /[│┤]/.test(line))
    .map((line) => line.replace(/^.*?[│┤]/, ''));

describe('drawings of Braille patterns that were looked at', () => {
  it('a sweep', () => expectGolden('find-braille-80.txt', drawAscii(findFigure([findReportOf()]), braille)));

  it('a comparison, lines told apart without colours', () => {
    const report = parseReport(readFileSync('test/fixtures/compare.v1.json', 'utf8'), 'compare');
    if (report.kind !== 'lr-tool/compare') throw new Error(report.kind);
    expectGolden('compare-braille-80.txt', drawAscii(compareFigure([report]), braille));
  });
});

describe('lines of Braille patterns', () => {
  it('rise dot by dot', () => {
    const field = fieldOf(drawAscii(lineOf(0, 1), { width: 25, height: 6, symbols: 'braille' }));
    const dots = field.map((row) => [...row].filter((character) => /[\u2801-\u28ff]/.test(character)).length);
    expect(dots.every((count) => count > 0)).toBe(true);
    expect(field[0]!.trimStart().length).toBeLessThan(8); // only the end is at the top
  });

  it('are torn at gaps, with a sign', () => {
    const [first = ''] = fieldOf(drawAscii(lineOf(1, 1, Number.NaN, 1, 1), { width: 40, symbols: 'braille' }));
    expect(first).toContain('×');
  });

  it('say where they leave the axis', () => {
    const high = { ...lineOf(1, 1, 1, 100, 1, 1), y: { label: '', scale: 'linear', clipAbove: 2 } } as const;
    const text = drawAscii(high, braille);
    expect(text).toContain('cut off, highest 100');
    expect(fieldOf(text)[0]).toContain('▲');
  });
});
