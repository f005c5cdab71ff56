import type { Figure } from '../figure.js';
import { element, leaf, type Markup, numberText } from '../markup.js';
import { fitted } from './lettering.js';
import type { Plane } from './plane.js';

/** Height of what stands below the plot. */
export const footHeight = ({ x }: Figure, font: number): number => font * (x.label === '' ? 1.9 : 3.4);

/** Grid lines, the axis below, ticks with their labels, and the name of the x axis. */
export function drawAxes(figure: Figure, plane: Plane): Markup[] {
  const { plotWidth, plotHeight, font, xTicks, xMinor, yTicks } = plane;
  const across = (y: number) => `M0 ${numberText(y)}H${numberText(plotWidth)}`;
  const down = (x: number, from: number, to: number) => `M${numberText(x)} ${numberText(from)}V${numberText(to)}`;
  const grid = [...yTicks.map(({ at }) => across(at)), ...xTicks.map(({ at }) => down(at, 0, plotHeight))].join('');
  const ticks = [
    across(plotHeight),
    ...xTicks.map(({ at }) => down(at, plotHeight, plotHeight + 6)),
    ...xMinor.map((at) => down(at, plotHeight, plotHeight + 3)),
  ].join('');
  const text = { class: 'm', 'font-size': font };
  return [
    leaf('path', { class: 'grid', 'stroke-width': 1, d: grid }),
    leaf('path', { class: 'axis', 'stroke-width': 1, d: ticks }),
    ...yTicks.map(({ at, label }) =>
      element('text', { ...text, x: -8, y: at + font * 0.35, 'text-anchor': 'end' }, label),
    ),
    ...xTicks.map(({ at, label }) =>
      element('text', { ...text, x: at, y: plotHeight + font * 1.6, 'text-anchor': 'middle' }, label),
    ),
    ...(figure.x.label === ''
      ? []
      : [
          element(
            'text',
            { ...text, x: plotWidth / 2, y: plotHeight + font * 3, 'text-anchor': 'middle' },
            fitted(figure.x.label, plotWidth, font),
          ),
        ]),
  ];
}
