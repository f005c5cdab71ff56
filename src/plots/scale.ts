import { linearTicks, logTicks } from './ticks.js';

/** Beyond this, differences of doubles overflow; such values are drawn at the edge. */
const largest = 300;

/** How an axis maps values to positions; positions are evenly spaced on the drawing. */
export interface Scale {
  /** NaN where the axis has no place for the value: not finite, or not positive on a log axis. */
  readonly position: (value: number) => number;
  readonly value: (position: number) => number;
  /** The least length, in positions, that gets ticks told apart by 3 digits. */
  readonly shortest: (position: number) => number;
  /** Round values within [min, max], at most `most`, ascending. */
  readonly ticks: (min: number, max: number, most: number) => number[];
}

const clamp = (value: number, limit: number) => Math.max(-limit, Math.min(limit, value));

export const scales: Readonly<Record<'linear' | 'log', Scale>> = {
  linear: {
    position: (value) => (Number.isFinite(value) ? clamp(value, 10 ** largest) : Number.NaN),
    value: (position) => position,
    shortest: (position) => Math.abs(position) * 1e-2 || 1e-290,
    ticks: (min, max, most) => linearTicks(min, max, most).filter((tick) => Math.abs(tick) <= 10 ** largest),
  },
  log: {
    position: (value) => (value > 0 && value < Infinity ? clamp(Math.log10(value), largest) : Number.NaN),
    value: (position) => 10 ** clamp(position, 307),
    shortest: () => 0.02,
    ticks: (min, max, most) => logTicks(min, max, most).filter((tick) => Math.abs(Math.log10(tick)) <= largest),
  },
};

/** The positions of the lowest and the highest value that an axis can show. */
export interface Extent {
  readonly low: number;
  readonly high: number;
}

/** Null where the axis can show none of the values. */
export function extentOf(columns: Iterable<readonly number[]>, { position }: Scale): Extent | null {
  let low = Infinity;
  let high = -Infinity;
  for (const values of columns) {
    for (const value of values) {
      const at = position(value);
      if (at < low) low = at;
      if (at > high) high = at;
    }
  }
  return low <= high ? { low, high } : null;
}

/** The extent; one that is shorter than `part` of the least sensible length is widened to both sides. */
export function widened({ low, high }: Extent, scale: Scale, part: number): Extent {
  const room = scale.shortest(Math.max(Math.abs(low), Math.abs(high)));
  return high - low >= room * part ? { low, high } : { low: low - room, high: high + room };
}
