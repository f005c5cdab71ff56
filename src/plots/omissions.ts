import type { LegendEntry } from './legend.js';
import type { Symbols } from './symbols.js';
import { shortNumber } from './ticks.js';
import type { YAxis } from './y-axis.js';

/** What of a series was drawn only as a sign. */
export interface Omissions {
  readonly above: boolean;
  readonly below: boolean;
  readonly broken: boolean;
}

/** The legend of the signs that were drawn. */
export function omissionEntries(omissions: readonly Omissions[], { whole }: YAxis, symbols: Symbols): LegendEntry[] {
  const entries = [
    { on: 'above', sign: symbols.above, label: `cut off, highest ${shortNumber(whole[1])}`, style: 'warning' },
    { on: 'below', sign: symbols.below, label: `cut off, lowest ${shortNumber(whole[0])}`, style: 'warning' },
    { on: 'broken', sign: symbols.broken, label: 'not finite', style: 'bad' },
  ] as const;
  return entries.filter(({ on }) => omissions.some((omitted) => omitted[on]));
}
