import type { Algebra } from '../optimizers/optimizer.js';

/** The arithmetic of optimizers on single numbers, in double precision. */
export const scalars: Algebra<number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  sqrt: Math.sqrt,
  square: (a) => a * a,
  abs: Math.abs,
  sign: Math.sign,
  maximum: Math.max,
  minimum: Math.min,
};
