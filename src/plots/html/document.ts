import { safeText } from '../../base/text.js';
import type { Figure } from '../figure.js';
import { element, leaf, type Markup } from '../markup.js';
import type { Page } from '../page.js';
import { drawFigure } from '../svg/drawing.js';
import type { Size } from '../svg/plane.js';
import type { ThemeName } from '../svg/theme.js';
import { wordsOf } from '../words.js';
import { drawSection, drawTable } from './sections.js';
import { styleSheet } from './style.js';
import { valuesOf } from './values.js';

export interface HtmlOptions {
  /** auto by default. */
  readonly theme?: ThemeName;
  /** What made the page, for its foot. */
  readonly tool: string;
}

/** Nothing is loaded, nothing is run: values are shown on pointing by the style sheet alone. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** Each figure is drawn twice, since letters that are scaled down with a picture cannot be read on a phone. */
const sizes = {
  wide: [
    { width: 992, plotHeight: 400, font: 14 },
    { width: 992, plotHeight: 220, font: 14 },
  ],
  narrow: [
    { width: 344, plotHeight: 250, font: 12.5 },
    { width: 344, plotHeight: 150, font: 12.5 },
  ],
} as const satisfies Record<string, readonly [Size, Size]>;

/** The page as one HTML file that needs nothing else: no script, nothing from the network, light and dark. */
export function htmlDocument({ title, lead, figures, sections }: Page, { theme = 'auto', tool }: HtmlOptions): string {
  const { markup } = element(
    'html',
    { lang: 'en' },
    element(
      'head',
      {},
      leaf('meta', { charset: 'utf-8' }),
      leaf('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
      leaf('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      leaf('meta', { name: 'color-scheme', content: theme === 'auto' ? 'light dark' : theme }),
      element('title', {}, safeText(title)),
      element('style', {}, styleSheet(theme)),
    ),
    element(
      'body',
      {},
      element('header', {}, element('h1', {}, safeText(title)), element('p', { class: 'lead' }, safeText(lead))),
      element('main', {}, figures.map(drawFigures), sections.map(drawSection)),
      element('footer', {}, `Made by ${tool}. This file is whole: it loads nothing and runs no script.`),
    ),
  );
  return `<!doctype html>\n${markup}\n`;
}

function drawFigures(figure: Figure, i: number): Markup {
  const name = nameOf(figure);
  const words = `words-${i}`;
  const { columns, rows, all } = valuesOf(figure);
  const thinned = rows.length < all ? `: ${rows.length} of ${all}, evenly chosen` : '';
  return element(
    'figure',
    {},
    element('figcaption', {}, name),
    (['wide', 'narrow'] as const).map((variant) => {
      const options = { ...sizes[variant][Math.min(i, 1) as 0 | 1], id: `f${i}-${variant}`, hover: true };
      const { height, markup } = drawFigure(figure, options);
      return element(
        'svg',
        {
          class: variant,
          viewBox: `0 0 ${options.width} ${height}`,
          role: 'img',
          'aria-label': name,
          'aria-describedby': words,
        },
        markup,
      );
    }),
    element('p', { id: words, hidden: '' }, wordsOf(figure)),
    element(
      'details',
      {},
      element('summary', {}, `Table of values${thinned}`),
      drawTable(`Values of ${name}`, columns, rows),
    ),
  );
}

/** "loss over learning rate". */
const nameOf = ({ x, y }: Figure): string =>
  `${safeText(y.label) || 'values'} over ${safeText(x.label).replace(/ \(log\)$/, '') || 'position'}`;
