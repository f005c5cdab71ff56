import type { Figure } from '../figure.js';
import { leaf, type Markup, numberText } from '../markup.js';
import { shortNumber } from '../ticks.js';
import { spotsOf } from './path.js';
import type { Plane } from './plane.js';

/** A sign for what a drawing cannot show, and its words. */
export interface Omission {
  readonly kind: 'above' | 'below' | 'broken';
  readonly label: string;
  readonly at: readonly number[];
}

/** Signs closer than this would cover each other. */
const apart = 12;

/** Values that leave the plot above or below, and those that are no numbers, by their places on the x axis. */
export function omissionsOf({ series }: Figure, plane: Plane): Omission[] {
  const places = { above: new Set<number>(), below: new Set<number>(), broken: new Set<number>() };
  for (const one of series) {
    for (const { x, y } of spotsOf(one, plane)) {
      const kind = Number.isNaN(y) ? 'broken' : y < -0.5 ? 'above' : y > plane.plotHeight + 0.5 ? 'below' : null;
      if (kind !== null) places[kind].add(Math.round(x / apart) * apart);
    }
  }
  const [lowest, highest] = plane.whole.map(shortNumber) as [string, string];
  const found: Omission[] = [
    { kind: 'above', label: `cut off, highest ${highest}`, at: [...places.above] },
    { kind: 'below', label: `cut off, lowest ${lowest}`, at: [...places.below] },
    { kind: 'broken', label: 'not finite', at: [...places.broken] },
  ];
  return found.filter(({ at }) => at.length > 0);
}

/** The sign at a place. */
export function signOf(kind: Omission['kind'], x: number, y: number): Markup {
  const [left, centre, right] = [x - 4, x, x + 4].map(numberText);
  const [upper, lower] = [y, y + 7].map(numberText);
  if (kind === 'broken') {
    return leaf('path', {
      class: 'x',
      'stroke-width': 1.6,
      d: `M${left} ${upper}L${right} ${lower}M${right} ${upper}L${left} ${lower}`,
    });
  }
  const d =
    kind === 'above'
      ? `M${left} ${lower}L${right} ${lower}L${centre} ${upper}Z`
      : `M${left} ${upper}L${right} ${upper}L${centre} ${lower}Z`;
  return leaf('path', { class: 'w', d });
}

/** All signs on the upper and lower edge of the plot. */
export const drawOmissions = (omissions: readonly Omission[], { plotHeight }: Plane): Markup[] =>
  omissions.flatMap(({ kind, at }) => at.map((x) => signOf(kind, x, kind === 'below' ? plotHeight - 9 : 2)));
