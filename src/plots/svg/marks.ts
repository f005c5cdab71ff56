import type { Figure, Mark } from '../figure.js';
import { element, leaf, type Markup, numberText } from '../markup.js';
import { shortNumber } from '../ticks.js';
import { fitted, lengthOf } from './lettering.js';
import type { Plane } from './plane.js';

/** A mark with the place of its name, in rows counted upwards from the plot. */
export interface PlacedMark {
  readonly x: number;
  readonly text: string;
  readonly row: number;
  /** Where its name begins and ends, about. */
  readonly from: number;
  readonly to: number;
  /** The end of its name that is next to its line: letters are not as wide everywhere. */
  readonly anchor: 'start' | 'end';
}

/** Between a mark's line and its name. */
const gap = 5;

export const rowHeight = (font: number): number => font * 1.5;

/** A mark as a drawing names it. */
export const markText = ({ label, x }: Mark): string => `${label} ${shortNumber(x)}`;

/** Beside their lines, the outermost first, on as many rows as keep them apart. Marks without a place are left out. */
export function placeMarks({ marks }: Figure, { toX, plotWidth, left, font }: Plane): PlacedMark[] {
  const known = marks
    .filter(({ x }) => !Number.isNaN(toX(x)))
    .map((mark) => ({ x: toX(mark.x), text: fitted(markText(mark), plotWidth * 0.6, font) }))
    .sort((a, b) => a.x - b.x);
  const placed: PlacedMark[] = [];
  for (const mark of [...known.slice(-1), ...known.slice(0, -1)]) {
    const length = lengthOf(mark.text, font);
    const sides = [
      { from: mark.x - gap - length, to: mark.x - gap, anchor: 'end' as const },
      { from: mark.x + gap, to: mark.x + gap + length, anchor: 'start' as const },
    ].filter(({ from, to }) => from >= -left && to <= plotWidth + 12);
    if (mark === known.at(-1)) sides.reverse(); // the last one points outwards, so that the others find room
    const start = Math.max(-left, Math.min(plotWidth - length, mark.x + gap));
    const beside = sides.length > 0 ? sides : [{ from: start, to: start + length, anchor: 'start' as const }];
    const candidates = known.flatMap((_, row) => beside.map((side) => ({ ...mark, ...side, row })));
    const clear = candidates.filter((candidate) => placed.every((other) => !covers(candidate, other)));
    placed.push(clear.find((candidate) => placed.every((other) => !crosses(candidate, other))) ?? clear[0]!);
  }
  return placed;
}

/** One name lies on the other. As many rows as marks keep them apart. */
const covers = (a: PlacedMark, b: PlacedMark) => a.row === b.row && a.from < b.to + gap && b.from < a.to + gap;

/** The line of the upper one runs through the name of the lower one. */
function crosses(a: PlacedMark, b: PlacedMark): boolean {
  const [lower, upper] = a.row < b.row ? [a, b] : [b, a];
  return lower.row < upper.row && lower.from < upper.x && upper.x < lower.to;
}

/** Lines from the names down through the plot, and shades over the spans. */
export function drawMarks(placed: readonly PlacedMark[], { font, plotHeight }: Plane): Markup[] {
  return placed.flatMap(({ x, text, row, from, to, anchor }) => {
    const baseline = -7 - row * rowHeight(font);
    const d = `M${numberText(x)} ${numberText(baseline - font * 0.8)}V${numberText(plotHeight)}`;
    return [
      leaf('path', { class: 'mark', 'stroke-width': 1.4, 'stroke-dasharray': '3 3', d }),
      element(
        'text',
        {
          class: 'mt',
          'font-size': font,
          'font-weight': 600,
          x: anchor === 'start' ? from : to,
          y: baseline,
          'text-anchor': anchor,
        },
        text,
      ),
    ];
  });
}

export function drawSpans({ spans = [] }: Figure, { toX, plotHeight, plotWidth }: Plane): Markup[] {
  return spans.flatMap(({ from, to }) => {
    const [start, end] = [Math.max(0, toX(from)), Math.min(plotWidth, toX(to))];
    return end >= start
      ? [leaf('rect', { class: 'iv', x: start, y: 0, width: Math.max(1, end - start), height: plotHeight })]
      : [];
  });
}
