import type { Figure } from '../figure.js';
import { element, leaf, type Markup, numberText } from '../markup.js';
import { shortNumber } from '../ticks.js';
import { fitted, lengthOf } from './lettering.js';
import { type Omission, signOf } from './omissions.js';
import type { Size } from './plane.js';
import { bandClass, dotStroke, layersOf, strokeOf } from './series.js';

/** A sign, drawn in a box of 24 by 10 at a place, and what it stands for. */
interface Entry {
  readonly label: string;
  readonly sign: (x: number, y: number) => Markup;
}

const signWidth = 24;

/** The name of the y axis, and behind it the legend on as many rows as it needs. */
export interface Head {
  readonly height: number;
  readonly markup: readonly Markup[];
}

export function drawHead(figure: Figure, omissions: readonly Omission[], { width, font }: Size): Head {
  const line = font * 1.6;
  const name = fitted(figure.y.label, width / 2, font);
  const texts: Markup[] = [];
  let x = name === '' ? 0 : lengthOf(name, font) + 18;
  let row = 0;
  if (name !== '')
    texts.push(element('text', { class: 'm', 'font-size': font, 'font-weight': 600, x: 0, y: font }, name));
  for (const { label, sign } of entriesOf(figure, omissions)) {
    const shown = fitted(label, width - signWidth - 6, font);
    const length = signWidth + 6 + lengthOf(shown, font);
    if (x > 0 && x + length > width) {
      x = 0;
      row++;
    }
    const y = row * line;
    texts.push(
      sign(x, y + font * 0.65),
      element('text', { class: 't', 'font-size': font, x: x + signWidth + 6, y: y + font }, shown),
    );
    x += length + 18;
  }
  return { height: (row + 1) * line, markup: texts };
}

function entriesOf(figure: Figure, omissions: readonly Omission[]): Entry[] {
  const layers = layersOf(figure);
  const lines = layers.filter(({ series }) => series.weight === 'normal');
  const patch = (className: string) => (x: number, y: number) =>
    leaf('rect', { class: className, x: x + 2, y: y - 6, width: 20, height: 11, rx: 2 });
  const named = layers.length === 1 && layers[0]!.series.label === figure.y.label ? [] : layers;
  return [
    ...named.map(
      ({ series, index }): Entry => ({
        label: series.label,
        sign: (x, y) =>
          series.weight === 'faint'
            ? leaf('path', {
                ...dotStroke,
                d: [5, 12, 19].map((dx, i) => `M${numberText(x + dx)} ${numberText(y + (i % 2 ? 2 : -2))}h0`).join(''),
              })
            : leaf('path', {
                ...strokeOf(index),
                d: `M${numberText(x + 1)} ${numberText(y)}H${numberText(x + signWidth - 1)}`,
              }),
      }),
    ),
    ...distinct(figure.bands ?? []).map((band): Entry => ({ label: band.label, sign: patch(bandClass(band, lines)) })),
    ...(figure.spans ?? []).map(
      ({ label, from, to }): Entry => ({
        label: `${label}: ${shortNumber(from)} to ${shortNumber(to)}`,
        sign: patch('iv'),
      }),
    ),
    ...omissions.map(({ kind, label }): Entry => ({ label, sign: (x, y) => signOf(kind, x + 12, y - 4) })),
  ];
}

/** Bands of one name share an entry. */
const distinct = <T extends { readonly label: string }>(items: readonly T[]): T[] =>
  items.filter(({ label }, i) => items.findIndex((item) => item.label === label) === i);
