import type { Axis } from './figure.js';
import { scales } from './scale.js';
import { multiplesWithin, tickLabels } from './ticks.js';

export interface AxisTick {
  readonly value: number;
  readonly label: string;
}

/** At most `most` round numbers within [min, max], ascending, with their labels; whole ones on an axis that counts. */
export function axisTicks({ scale, counts }: Axis, min: number, max: number, most: number): AxisTick[] {
  const round = scales[scale].ticks(min, max, most);
  const values = counts && !round.every(Number.isInteger) ? wholeOf(round, scale, min, max) : round;
  const labels = tickLabels(values, scale);
  return values.map((value, i) => ({ value, label: labels[i]! }));
}

/** Ticks that are not whole lie closer than 1, so there are fewer whole numbers than ticks. */
const wholeOf = (ticks: readonly number[], scale: Axis['scale'], min: number, max: number) =>
  scale === 'linear' ? multiplesWithin(min, max, 1) : ticks.filter(Number.isInteger);
