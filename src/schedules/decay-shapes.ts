import { cosineBetween } from '../base/numbers.js';

/** Falls from 1 to 0 while the part done goes from 0 to 1. */
export const shapes = {
  linear: (part) => 1 - part,
  cosine: (part) => cosineBetween(1, 0, part),
  sqrt: (part) => 1 - Math.sqrt(part),
} as const satisfies Record<string, (part: number) => number>;

export type DecayShape = keyof typeof shapes;
export const decayShapes = Object.keys(shapes) as [DecayShape, ...DecayShape[]];
