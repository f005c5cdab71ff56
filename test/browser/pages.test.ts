import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageOf } from '../../src/cli/shown-report.js';
import { htmlDocument } from '../../src/plots/html/document.js';
import { svgDocument } from '../../src/plots/svg/document.js';
import { parseReport } from '../../src/reports/read.js';
import { type BrowserPage, chromiumPath, openBrowser } from './chromium.js';

const path = chromiumPath();
if (path === null) {
  console.warn('NOT RUN: pages in a browser. There is no Chromium: install one, or name it by LR_TOOL_CHROMIUM');
}
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'lr-tool-pages-'));
const screens = [
  { width: 1280, height: 900 },
  { width: 390, height: 844, dark: true },
  { width: 320, height: 640 },
];
const kinds = ['find', 'train', 'compare'] as const;

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

describe.skipIf(path === null)('pages in Chromium', () => {
  let browser: BrowserPage;
  beforeAll(async () => {
    for (const kind of kinds) {
      const page = pageOf([parseReport(readFileSync(`test/fixtures/${kind}.v1.json`, 'utf8'), kind)], []);
      writeFileSync(join(folder, `${kind}.html`), htmlDocument(page, { tool: 'lr-tool' }));
      writeFileSync(join(folder, `${kind}.svg`), svgDocument(page.figures));
    }
    browser = await openBrowser(path!);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const addressOf = (file: string) => pathToFileURL(join(folder, file)).href;

  it.each(kinds.flatMap((kind) => screens.map((screen) => ({ kind, ...screen }))))(
    '$kind at $width pixels: nothing on the console, nothing loaded, nothing sticks out, no fault for axe',
    async ({ kind, ...screen }) => {
      const url = addressOf(`${kind}.html`);
      await browser.open(url, screen);
      expect(browser.log.console).toEqual([]);
      expect(browser.log.requests).toEqual([url]);
      expect(await browser.evaluate('document.documentElement.scrollWidth')).toBe(screen.width);
      expect(
        await browser.evaluate('[...document.querySelectorAll("svg")].filter((s) => s.clientWidth > 0).length'),
      ).toBe(await browser.evaluate('document.querySelectorAll("figure").length'));
      await browser.evaluate('for (const d of document.querySelectorAll("details")) d.open = true');
      await browser.evaluate(`${axe};0`);
      const { violations } = (await browser.evaluate('axe.run()')) as { violations: Violation[] };
      expect(violations.map(({ id, impact, nodes }) => `${impact} ${id} ${nodes[0]?.html}`)).toEqual([]);
    },
  );

  it('shows values where the plot is pointed at, and hides them again', async () => {
    await browser.open(addressOf('find.html'), screens[0]!);
    const shown =
      '[...document.querySelectorAll("svg.wide .tip")].filter((tip) => getComputedStyle(tip).visibility === "visible").map((tip) => tip.textContent)';
    expect(await browser.evaluate(shown)).toEqual([]);
    const [x, y] = (await browser.evaluate(
      '(({ left, top, width, height }) => [left + width / 2, top + height / 2])(document.querySelector("svg.wide").getBoundingClientRect())',
    )) as [number, number];
    await browser.pointAt(x, y);
    const tips = (await browser.evaluate(shown)) as string[];
    expect(tips).toHaveLength(1);
    expect(tips[0]).toMatch(/^learning rate [\d.e-]+smoothed [\d.]+validation [\d.]+batch [\d.]+$/);
    await browser.pointAt(1, 1);
    expect(await browser.evaluate(shown)).toEqual([]);
  });

  it.each(kinds)('the picture of %s is drawn from its file, with nothing on the console', async (kind) => {
    await browser.open(addressOf(`${kind}.svg`), screens[0]!);
    expect(browser.log.console).toEqual([]);
    expect(browser.log.requests).toHaveLength(1);
    expect(await browser.evaluate('document.querySelectorAll("path[d]").length')).toBeGreaterThan(4);
    expect(await browser.evaluate('document.documentElement.getBBox().height > 100')).toBe(true);
  });
});
