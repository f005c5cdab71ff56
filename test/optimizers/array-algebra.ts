import type { Algebra } from '../../src/optimizers/optimizer.js';

type Operand = Float32Array | number;

/** Applies f element by element in double precision and rounds each result to single; one element is broadcast. */
function zip(a: Float32Array, b: Operand, f: (x: number, y: number) => number): Float32Array {
  const right = typeof b === 'number' ? Float32Array.of(b) : b;
  const length = Math.max(a.length, right.length);
  for (const operand of [a, right]) {
    if (operand.length !== 1 && operand.length !== length) throw new Error(`${a.length} and ${right.length} elements`);
  }
  const pick = (values: Float32Array, i: number) => values[values.length === 1 ? 0 : i]!;
  return Float32Array.from({ length }, (_, i) => f(pick(a, i), pick(right, i)));
}

/**
 * The reference: single precision as IEEE 754 has it. For these operations, rounding the double result once is the same
 * as computing in single precision. New arrays only, so that an update that changes its inputs is found out.
 */
export const arrayAlgebra: Algebra<Float32Array> = {
  add: (a, b) => zip(a, b, (x, y) => x + y),
  sub: (a, b) => zip(a, b, (x, y) => x - y),
  mul: (a, b) => zip(a, b, (x, y) => x * y),
  div: (a, b) => zip(a, b, (x, y) => x / y),
  sqrt: (a) => a.map(Math.sqrt),
  square: (a) => a.map((x) => x * x),
  abs: (a) => a.map(Math.abs),
  sign: (a) => a.map(Math.sign),
  maximum: (a, b) => zip(a, b, Math.max),
  minimum: (a, b) => zip(a, b, Math.min),
};

/** The sum of the squares of all elements, as a scalar. */
export const sumOfSquares = (values: Float32Array): Float32Array =>
  Float32Array.of(values.reduce((sum, value) => Math.fround(sum + Math.fround(value * value)), 0));
