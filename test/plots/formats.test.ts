import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../src/base/text.js';
import { png } from '../../src/cli/pictures/png.js';
import { drawAscii } from '../../src/plots/ascii.js';
import type { Figure } from '../../src/plots/figure.js';
import { htmlDocument } from '../../src/plots/html/document.js';
import { svgDocument } from '../../src/plots/svg/document.js';
import { planeOf } from '../../src/plots/svg/plane.js';
import { type SymbolSet, symbolSets } from '../../src/plots/symbols.js';
import { layoutX } from '../../src/plots/x-axis.js';
import { hostileFigures } from './hostile.js';
import { checkMarkup } from './markup-check.js';

/** `npm run test:figures` draws 5000, and series of a million such numbers. */
const numRuns = Number(process.env['LR_TOOL_TEST_FIGURES'] ?? 200);
const long = numRuns > 200;
const timeout = 600_000;

const pageWith = (figure: Figure) => ({ title: 'a', lead: 'b', figures: [figure], sections: [] });
/** What the bytes of its picture begin with. */
const pixelsOf = async (figure: Figure) => {
  const pixels = await png.draw({ text: () => '', page: () => pageWith(figure) }, { theme: 'auto' });
  return Buffer.from(pixels).toString('latin1', 1, 4);
};
const ascending = (places: readonly number[]) => places.every((at, i) => i === 0 || at > places[i - 1]!);

describe('any series', () => {
  it('is drawn as text within the width, in every set of symbols (U4)', { timeout }, () => {
    const size = fc.tuple(fc.integer({ min: 20, max: 400 }), fc.integer({ min: 4, max: 40 }));
    const sets = fc.constantFrom(...(Object.keys(symbolSets) as SymbolSet[]));
    fc.assert(
      fc.property(hostileFigures, size, sets, (figure, [width, height], symbols) => {
        const lines = drawAscii(figure, { width, height, symbols }).split('\n');
        expect(lines.filter((line) => textWidth(line) > width)).toEqual([]);
        const columns = layoutX(figure, width)?.ticks.map(({ column }) => column) ?? [];
        expect(columns.every((column, i) => i === 0 || column >= columns[i - 1]!)).toBe(true);
      }),
      { numRuns },
    );
  });

  it('is drawn as a page and as a picture that are valid, with finite places and ticks in order (U4)', {
    timeout,
  }, () => {
    fc.assert(
      fc.property(hostileFigures, fc.integer({ min: 240, max: 2000 }), (figure, width) => {
        const page = htmlDocument(pageWith(figure), { tool: 'c' });
        const picture = svgDocument([figure], { width });
        for (const document of [page, picture]) {
          expect(checkMarkup(document).faults).toEqual([]);
          expect(document).not.toMatch(/ (?!aria-label)[a-z-]+="[^"]*(NaN|Infinity)/);
        }
        const plane = planeOf(figure, { width, plotHeight: width / 3, font: 12 });
        expect(ascending(plane?.xTicks.map(({ at }) => at) ?? [])).toBe(true);
        expect(ascending(plane?.yTicks.map(({ at }) => -at) ?? [])).toBe(true);
      }),
      { numRuns },
    );
  });

  it('is drawn as pixels', { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(hostileFigures, async (figure) => {
        expect(await pixelsOf(figure)).toBe('PNG');
      }),
      { numRuns: Math.ceil(numRuns / 25) },
    );
  });

  it('is drawn as pixels where all of it lies outside of what is shown', async () => {
    const figure: Figure = {
      title: 'far',
      x: { label: 'x', scale: 'linear' },
      y: { label: 'y', scale: 'log' },
      series: [],
      marks: [],
      bands: [{ label: 'above', x: [1, 2], low: [2, 2], high: [4, 4] }],
    };
    expect(svgDocument([figure])).toContain('clip-path');
    expect(await pixelsOf(figure)).toBe('PNG');
  });

  const itLong = long ? it : () => undefined;
  itLong('of a million numbers is drawn as text, page and picture', { timeout }, () => {
    const million = (pattern: readonly number[]) =>
      pattern.length === 0 ? [] : Array.from({ length: 1e6 }, (_, i) => pattern[i % pattern.length]!);
    fc.assert(
      fc.property(hostileFigures, (drawn) => {
        const series = drawn.series.map(({ x, y, ...rest }) => ({ ...rest, x: million(x), y: million(y) }));
        const figure = { ...drawn, series };
        for (const symbols of Object.keys(symbolSets) as SymbolSet[]) {
          const lines = drawAscii(figure, { width: 80, symbols }).split('\n');
          expect(lines.filter((line) => textWidth(line) > 80)).toEqual([]);
        }
        for (const document of [htmlDocument(pageWith(figure), { tool: 'c' }), svgDocument([figure])]) {
          expect(checkMarkup(document).faults).toEqual([]);
          expect(document.length).toBeLessThan(3_000_000);
        }
      }),
      { numRuns: numRuns / 1000 },
    );
  });

  it('of a million points is drawn as text and as a page (which holds the picture), its spike kept', {
    timeout,
  }, () => {
    const count = 1_000_000;
    const x = Array.from({ length: count }, (_, i) => i);
    const y = x.map((i) => (i === 700_001 ? 3 : Math.sin(i / 1e5)));
    const figure: Figure = {
      title: 'million',
      x: { label: 'x', scale: 'linear' },
      y: { label: 'y', scale: 'linear', whole: true },
      series: [
        { label: 'a', x, y, weight: 'normal' },
        { label: 'b', x, y, weight: 'faint' },
      ],
      marks: [],
    };
    expect(drawAscii(figure, { width: 80 }).split('\n').length).toBeLessThanOrEqual(24);
    expect(drawAscii(figure, { width: 80, symbols: 'braille' })).toContain('3');
    const page = htmlDocument({ title: '', lead: '', figures: [figure], sections: [] }, { tool: 'c' });
    expect(page.length).toBeLessThan(700_000);
    const [, d] = /class="s0"[^>]* d="([^"]*)"/.exec(page)!;
    const heights = d!.match(/ -?[\d.]+/g)!.map(Number);
    expect(Math.min(...heights)).toBeLessThan(40); // the spike reaches far above the waves
  });
});
