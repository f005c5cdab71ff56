import { readFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import { pictures } from '../../src/cli/pictures/all.js';
import { pageOf } from '../../src/cli/shown-report.js';
import { htmlDocument } from '../../src/plots/html/document.js';
import { svgDocument } from '../../src/plots/svg/document.js';
import type { Report } from '../../src/reports/all.js';
import { parseReport } from '../../src/reports/read.js';
import { checkMarkup } from '../plots/markup-check.js';
import { payloads } from '../plots/payloads.js';

const fixtures = ['find', 'train', 'compare'].map((kind) =>
  parseReport(readFileSync(`test/fixtures/${kind}.v1.json`, 'utf8'), kind),
);
const schedule: Report = {
  kind: 'lr-tool/schedule',
  version: 1,
  tool: '0.0.0',
  schedule: { name: 'linear', parameters: { maxLr: 1 }, warmupSteps: 0, totalSteps: 3, stepsPerEpoch: 1 },
  lr: [1, 0.5, 0],
};
const reports: readonly Report[] = [...fixtures, schedule];

/** Words that tell the drawing what to do: all other texts are somebody's. */
const ours = new Set(['kind', 'mode', 'stop', 'status', 'standing', 'better', 'rates', 'action', 'what']);

/** The report with a payload in every text and behind every name that is free; of long columns, the beginning. */
function poisoned<T>(value: T, payload: string, key = ''): T {
  if (typeof value === 'string') return (ours.has(key) ? value : payload) as T;
  if (Array.isArray(value)) return value.slice(0, 5).map((item) => poisoned(item, payload, key)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const free = ['parameters', 'suggestions', 'metrics', 'config'].includes(key);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [free ? `${name}${payload}` : name, poisoned(item, payload, name)]),
  ) as T;
}

describe('pages and pictures', () => {
  const documents = (report: Report) => {
    const page = pageOf([report], ['label']);
    return [htmlDocument(page, { tool: report.tool }), svgDocument(page.figures)];
  };

  it.each(reports)('of $kind are valid and run, load and lead to nothing', (report) => {
    for (const document of documents(report)) expect(checkMarkup(document).faults).toEqual([]);
  });

  it.each(reports)('of $kind take no script, handler or address from 200 payloads in every text (S7)', (report) => {
    expect(payloads).toHaveLength(200);
    for (const [i, payload] of payloads.entries()) {
      const page = pageOf([poisoned(report, payload)], ['label']);
      const { faults, text } = checkMarkup(htmlDocument(page, { tool: payload }));
      expect(faults, payload).toEqual([]);
      expect(text, payload).toContain(payload);
      if (i % 8 > 0) continue; // the pages hold the same drawings
      const picture = svgDocument(page.figures);
      expect(checkMarkup(picture).faults, payload).toEqual([]);
      expect(() => new Resvg(picture, { font: { loadSystemFonts: false } }), payload).not.toThrow(); // strict XML
    }
  });

  it('the check is awake', () => {
    const page = htmlDocument(pageOf([schedule], []), { tool: 'x' });
    for (const planted of [
      '<script>',
      '<p onclick="x()">',
      '<a href="//x">',
      '<img src="x">',
      '<p style="x">',
      '<p id="a" id="b">',
    ]) {
      expect(checkMarkup(page.replace('<main>', `<main>${planted}`)).faults.length, planted).toBeGreaterThan(0);
    }
    expect(checkMarkup(page.replace(/<meta http-equiv[^>]*>/, '')).faults).toEqual(['no policy']);
  });

  it('of several reports have what each says', () => {
    const page = pageOf([fixtures[0]!, fixtures[0]!], ['one.json', 'two.json']);
    const html = htmlDocument(page, { tool: 'lr-tool' });
    expect(checkMarkup(html).faults).toEqual([]);
    expect(html).toContain('two.json');
  });

  it('have a theme of their own, or that of the reader', () => {
    const page = pageOf([schedule], []);
    const dark = /prefers-color-scheme: dark/;
    expect(htmlDocument(page, { tool: 'x' })).toMatch(dark);
    expect(svgDocument(page.figures)).toMatch(dark);
    expect(htmlDocument(page, { tool: 'x', theme: 'light' })).not.toMatch(dark);
    expect(svgDocument(page.figures, { theme: 'dark' })).toContain('.bg{fill:#12161d}');
  });

  it.each(pictures)('are drawn as $name', async ({ name, draw }) => {
    const beginnings = { ascii: 'text', html: '<!doctype html>', svg: '<svg xmlns', png: '\u0089PNG' };
    for (const report of reports) {
      const content = await draw({ text: () => 'text', page: () => pageOf([report], []) }, { theme: 'auto' });
      const text = typeof content === 'string' ? content : Buffer.from(content).toString('latin1');
      expect(text.startsWith(beginnings[name as keyof typeof beginnings])).toBe(true);
    }
  });
});
