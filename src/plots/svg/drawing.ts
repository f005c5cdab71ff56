import type { Figure } from '../figure.js';
import { element, leaf, type Markup } from '../markup.js';
import { drawAxes, footHeight } from './axes.js';
import { drawStops } from './hover.js';
import { drawHead } from './legend.js';
import { drawMarks, drawSpans, placeMarks, rowHeight } from './marks.js';
import { drawOmissions, omissionsOf } from './omissions.js';
import { planeOf, type Size } from './plane.js';
import { drawSeries } from './series.js';

export interface DrawingOptions extends Size {
  /** Begins the ids of the drawing: no other drawing of the page may have the same. */
  readonly id: string;
  /** Whether pointing at the plot shows values, in places whose style sheet has the rules for it. */
  readonly hover: boolean;
}

/** A figure as shapes, its upper left corner at 0 0. */
export interface Drawing {
  readonly height: number;
  readonly markup: Markup;
}

/** Draws a figure without its title. Any numbers can be drawn, as by `drawAscii`. */
export function drawFigure(figure: Figure, options: DrawingOptions): Drawing {
  const plane = planeOf(figure, options);
  const { font, plotHeight } = options;
  if (plane === null) {
    const words = element('text', { class: 'w', 'font-size': font, x: 0, y: font }, 'no points to draw');
    return { height: font * 2, markup: words };
  }
  const clip = `${options.id}-plot`;
  const omissions = omissionsOf(figure, plane);
  const head = drawHead(figure, omissions, options);
  const marks = placeMarks(figure, plane);
  const markRows = marks.length === 0 ? 0 : 1 + Math.max(...marks.map(({ row }) => row));
  const top = head.height + markRows * rowHeight(font) + 6;
  const field = element(
    'g',
    { transform: `translate(${plane.left} ${Math.round(top)})` },
    element('clipPath', { id: clip }, leaf('rect', { x: 0, y: -2, width: plane.plotWidth, height: plotHeight + 4 })),
    drawSpans(figure, plane),
    drawAxes(figure, plane),
    drawSeries(figure, plane, clip),
    drawMarks(marks, plane),
    drawOmissions(omissions, plane),
    options.hover ? drawStops(figure, plane) : [],
  );
  return {
    height: Math.ceil(top + plotHeight + footHeight(figure, font)),
    markup: element('g', {}, head.markup, field),
  };
}
