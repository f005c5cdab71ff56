import { safeText } from '../../base/text.js';
import type { Figure } from '../figure.js';
import { type Content, element, leaf } from '../markup.js';
import { wordsOf } from '../words.js';
import { drawFigure } from './drawing.js';
import { fitted } from './lettering.js';
import { figureRules, fontFamily, type ThemeName, themed } from './theme.js';

export interface SvgOptions {
  /** Pixels of the picture, 240 or more; 960 by default. */
  readonly width?: number;
  /** auto by default. */
  readonly theme?: ThemeName;
}

const edge = 24;

/** Heights of the first plot and of those below it, as parts of the width. */
const heights = [0.4, 0.22] as const;

/**
 * The figures below each other as one SVG document: no script, nothing loaded, title and description for screen readers.
 *
 * @throws RangeError where the width is below 240
 */
export function svgDocument(figures: readonly Figure[], { width = 960, theme = 'auto' }: SvgOptions = {}): string {
  if (!(width >= 240)) throw new RangeError(`width ${width} must be 240 or more`);
  const font = width < 600 ? 12 : 14;
  const room = width - 2 * edge;
  const body: Content[] = [];
  let y = edge;
  figures.forEach((figure, i) => {
    const plotHeight = Math.round(width * heights[Math.min(i, 1)]!);
    const title = fitted(figure.title, room, font * 1.25);
    if (title !== '') {
      const text = { class: 't', 'font-size': font * 1.25, 'font-weight': 600, x: edge, y: y + font };
      body.push(element('text', text, title));
      y += font * 2.5;
    }
    const { height, markup } = drawFigure(figure, { id: `f${i}`, width: room, plotHeight, font, hover: false });
    body.push(element('g', { transform: `translate(${edge} ${Math.round(y)})` }, markup));
    y += height + edge;
  });
  const height = Math.ceil(y);
  const { markup } = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-labelledby': 'title desc',
      'font-family': fontFamily,
    },
    element('title', { id: 'title' }, safeText(figures[0]?.title ?? '')),
    element('desc', { id: 'desc' }, figures.map(wordsOf).join(' ')),
    element('style', {}, themed(theme, figureRules)),
    leaf('rect', { class: 'bg', width, height }),
    body,
  );
  return `${markup}\n`;
}
