import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../src/base/text.js';
import { type AsciiOptions, drawAscii } from '../../src/plots/ascii.js';
import type { Figure, Series } from '../../src/plots/figure.js';
import { findFigure } from '../../src/plots/find.js';
import { type SymbolSet, symbolSets } from '../../src/plots/symbols.js';
import { findReportOf } from './curves.js';
import { expectGolden } from './golden.js';

const figureOf = (...series: Partial<Series>[]): Figure => ({
  title: 'a figure',
  x: { label: 'x', scale: 'linear' },
  y: { label: 'y', scale: 'linear' },
  series: series.map((one, i) => ({ label: `series ${i}`, x: [], y: [], weight: 'normal', ...one })),
  marks: [],
});

const linesOf = (figure: Figure, options: AsciiOptions = { width: 80 }) => drawAscii(figure, options).split('\n');
const plotRows = (lines: readonly string[]) =>
  lines.filter((line) => /[│┤]/.test(line)).map((line) => line.replace(/^.*?[│┤]/, ''));
const range = (n: number) => Array.from({ length: n }, (_, i) => i);

const sweep = findReportOf();
const others = [findReportOf({ seed: 2, drop: 0.05 }), findReportOf({ seed: 3, drop: 0.002 })];

describe('drawings that were looked at', () => {
  const goldens: [string, Figure, AsciiOptions][] = [
    ['find-80', findFigure([sweep]), { width: 80 }],
    ['find-60', findFigure([sweep]), { width: 60 }],
    ['find-120', findFigure([sweep]), { width: 120, height: 24 }],
    ['find-80-ascii', findFigure([sweep]), { width: 80, symbols: 'ascii' }],
    ['find-linear-80', findFigure([findReportOf({ mode: 'linear', endLr: 0.5, steps: 60 })]), { width: 80 }],
    ['find-overlaid-80', findFigure([sweep, ...others]), { width: 80 }],
    ['find-diverged-80', findFigure([findReportOf({ limit: Infinity, endLr: 100 })]), { width: 80 }],
  ];
  it.each(goldens)('%s', (name, figure, options) => expectGolden(`${name}.txt`, drawAscii(figure, options)));
});

describe('drawAscii', () => {
  it('cuts off an outlier, but no value of a whole axis', () => {
    const spikes = figureOf({ x: range(200), y: range(200).map((i) => (i < 20 ? 100 : i / 200)) });
    expect(drawAscii(spikes, { width: 80 })).toContain('cut off, highest 100');
    expect(drawAscii({ ...spikes, y: { ...spikes.y, whole: true } }, { width: 80 })).not.toContain('cut off');
  });

  it('draws any series within the width, whatever the numbers (U4)', () => {
    const hostile = fc.oneof(
      fc.double(),
      fc.double({ min: -1e300, max: 1e300 }),
      fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -0, 1e-300, 1e300, 1e308, -1.7e308, 5e-324),
      fc.double({ min: 0, max: 10, noNaN: true }),
    );
    const numbers = fc.oneof(
      fc.array(hostile, { maxLength: 60 }),
      fc.tuple(hostile, fc.nat(200)).map(([value, n]) => new Array<number>(n).fill(value)),
    );
    const series = fc.record({
      label: fc.string({ unit: 'grapheme', maxLength: 30 }),
      x: fc.oneof(
        numbers,
        fc.constantFrom(
          range(50),
          range(7).map((i) => 10 ** (i - 7)),
        ),
      ),
      y: numbers,
      weight: fc.constantFrom('normal' as const, 'faint' as const),
    });
    const axis = fc.record(
      {
        label: fc.string({ maxLength: 50 }),
        scale: fc.constantFrom('linear' as const, 'log' as const),
        clipAbove: hostile,
      },
      { requiredKeys: ['label', 'scale'] },
    );
    const figure = fc.record({
      title: fc.string({ unit: 'binary', maxLength: 60 }),
      x: axis,
      y: axis,
      series: fc.array(series, { maxLength: 3 }),
      marks: fc.array(fc.record({ label: fc.string({ unit: 'grapheme', maxLength: 30 }), x: hostile }), {
        maxLength: 5,
      }),
    });
    fc.assert(
      fc.property(
        figure,
        fc.integer({ min: 20, max: 400 }),
        fc.integer({ min: 4, max: 40 }),
        fc.constantFrom(...Object.keys(symbolSets)),
        (f, width, height, symbols) => {
          const lines = linesOf(f as Figure, { width, height, symbols: symbols as SymbolSet });
          expect(lines.filter((line) => textWidth(line) > width)).toEqual([]);
          expect(lines.length).toBeLessThanOrEqual(height + 30);
        },
      ),
      { numRuns: 4000 },
    );
  });

  it('draws 1,000,000 points on as few lines, and the one spike among them', () => {
    const x = range(1_000_000);
    const y = x.map((i) => (i === 612_345 ? 5 : 1 + Math.sin(i / 1e5) / 10));
    const rows = plotRows(linesOf(figureOf({ x, y })));
    expect(rows.length).toBeLessThanOrEqual(16);
    expect(rows.slice(0, 3).join('')).toMatch(/[╭╮]/);
  });

  it.each([
    ['upwards', 10],
    ['downwards', -10],
  ])('keeps a spike of one point visible that shares its column with others, %s', (_, spike) => {
    for (const at of range(400)) {
      const y = range(400).map((i) => (i === at ? spike : 0));
      const rows = plotRows(linesOf(figureOf({ x: range(400), y }), { width: 40 }));
      const edge = spike > 0 ? rows[1]! + rows[0]! : rows.at(-1)! + rows.at(-2)!;
      expect(edge.trim(), `spike at ${at}`).not.toBe('');
    }
  });

  it('says so where there is nothing to draw', () => {
    for (const series of [{}, { x: [Number.NaN], y: [1] }]) {
      expect(linesOf(figureOf(series)).at(-1)).toBe('no points to draw');
    }
  });

  it('draws the axes though no y value has a place on them', () => {
    const lines = linesOf(figureOf({ x: [1, 2], y: [Number.NaN, Infinity] }));
    expect(lines.join('\n')).toMatch(/× not finite/);
    expect(plotRows(lines).join('')).toMatch(/^×\s*$/);
  });

  it('leaves a gap where a value is not finite, with one sign per gap', () => {
    const y = range(71).map((i) => (i >= 30 && i < 40 ? Number.NaN : 1));
    const text = plotRows(linesOf(figureOf({ x: range(71), y }))).join('\n');
    expect(text.match(/×/g)).toHaveLength(1);
    expect(text).toMatch(/─{20,}\s{8,}─{20,}/);
  });

  it('shows a single point between two gaps', () => {
    const y = [1, 1, Number.NaN, 2, Number.NaN, 1, 1];
    expect(linesOf(figureOf({ x: range(7), y })).join('\n')).toContain('•');
  });

  it('draws points in order of x, whatever their order in the series', () => {
    const x = range(50);
    const y = x.map((i) => i * i);
    const backwards = { x: x.toReversed(), y: y.toReversed() };
    expect(drawAscii(figureOf(backwards), { width: 80 })).toBe(drawAscii(figureOf({ x, y }), { width: 80 }));
  });

  it('cuts off outliers that would flatten the rest, and says how high they go', () => {
    const y = range(100).map((i) => (i > 95 ? 10 ** (i - 90) : 1 + Math.sin(i / 9)));
    const text = drawAscii(figureOf({ x: range(100), y }), { width: 80 });
    expect(text).toContain('▲ cut off, highest 1e9');
    const waves = plotRows(text.split('\n')).filter((row) => /[╭╮╰╯─]/.test(row));
    expect(waves.length).toBeGreaterThan(4); // of one row, had the tail not been cut
  });

  it('cuts off below as well', () => {
    const y = range(100).map((i) => (i === 50 ? -1e12 : Math.sin(i / 9)));
    expect(drawAscii(figureOf({ x: range(100), y }), { width: 80 })).toContain('▼ cut off, lowest -1e12');
  });

  it('does not cut an exponential fall, whose start is far above its median', () => {
    const y = range(100).map((i) => 0.1 + 2.3 * Math.exp(-i / 8));
    expect(drawAscii(figureOf({ x: range(100), y }), { width: 80 })).not.toContain('cut off');
  });

  it('keeps the fall of a range test that is short and deep beside a flat beginning', () => {
    const text = drawAscii(findFigure([findReportOf({ noise: 2e-4, drop: 2, steps: 600 })]), { width: 80 });
    expect(text).not.toContain('cut off');
  });

  it('says nothing about cuts where clipAbove lies above everything', () => {
    const figure = figureOf({ x: range(10), y: range(10) });
    expect(drawAscii({ ...figure, y: { ...figure.y, clipAbove: 100 } }, { width: 80 })).not.toContain('cut off');
  });

  it('tells series apart without colour: by the shape of the line, then by letters', () => {
    const y = (k: number) => range(20).map((i) => k * 10 + i / 10);
    const text = drawAscii(figureOf(...range(7).map((k) => ({ x: range(20), y: y(k) }))), { width: 80, height: 30 });
    for (const sign of [
      '── series 0',
      '━━ series 1',
      '══ series 2',
      '┄┄ series 3',
      'aa series 4',
      'bb series 5',
      'cc series 6',
    ]) {
      expect(text).toContain(sign);
    }
    for (const run of ['───', '━━━', '═══', '┄┄┄', 'aaa', 'bbb', 'ccc'])
      expect(text.split('\n').slice(3).join('\n')).toContain(run);
  });

  it('puts the first series on top where two meet', () => {
    const same = { x: [0, 1], y: [1, 1] };
    const rows = plotRows(linesOf(figureOf(same, same))).join('');
    expect(rows).toContain('─────');
    expect(rows).not.toContain('━');
  });

  it('points at each mark in its own column, by a guide up to the curve and a caret with name and value', () => {
    const figure = { ...figureOf({ x: [0, 100], y: [1, 1] }), marks: [{ label: 'here', x: 50 }] };
    const lines = linesOf(figure);
    const caret = lines.find((line) => line.includes('▲ here 50') || line.includes('here 50 ▲'))!;
    const column = caret.indexOf('▲');
    const axis = lines.find((line) => line.includes('└'))!;
    const left = axis.indexOf('└');
    expect(column).toBe(left + 1 + Math.floor((80 - left - 1) / 2)); // the middle of the axis
    expect(axis[column]).toMatch(/[┴┼]/);
    expect(lines.filter((line) => line[column] === '┊').length).toBeGreaterThan(3);
  });

  it('names every mark though all stand in one column', () => {
    const marks = range(6).map((k) => ({ label: `rule ${k}`, x: 5 + k / 1000 }));
    const text = drawAscii({ ...figureOf({ x: [0, 10], y: [0, 1] }), marks }, { width: 40 });
    for (const k of range(6)) expect(text).toContain(`rule ${k}`);
  });

  it('uses nothing but ASCII where asked to', () => {
    const figure = {
      ...figureOf({ x: range(30), y: range(30).map((i) => (i === 4 ? Number.NaN : i % 7)) }),
      marks: [{ label: 'm', x: 3 }],
    };
    expect(drawAscii(figure, { width: 80, symbols: 'ascii' })).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it('lets no control characters of names through', () => {
    const figure = {
      ...figureOf({ label: 'a\u001b[2Jb\u0007\nc', x: [1, 2], y: [1, 2] }),
      title: '\u001b]0;owned\u0007title\u009b31m',
    };
    const text = drawAscii(figure, { width: 80 });
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(text).toContain('ab c');
  });

  it('paints without moving anything', () => {
    const bare = linesOf(findFigure([sweep]));
    const painted = linesOf(findFigure([sweep]), { width: 80, paint: (style, text) => `<${style}>${text}</>` });
    expect(painted.map((line) => line.replaceAll(/<[^>]*>/g, '').trimEnd())).toEqual(bare);
    expect(painted.join('')).toContain('<series0>');
  });

  it('is a small picture: at most 24 lines with the three marks of a find report', () => {
    for (const width of [60, 80, 120]) expect(linesOf(findFigure([sweep]), { width }).length).toBeLessThanOrEqual(24);
  });

  it('refuses sizes that nothing fits into', () => {
    expect(() => drawAscii(figureOf(), { width: 19 })).toThrow(RangeError);
    expect(() => drawAscii(figureOf(), { width: 80, height: 3 })).toThrow(RangeError);
    expect(() => drawAscii(figureOf(), { width: Number.NaN })).toThrow(RangeError);
  });
});
