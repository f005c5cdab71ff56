import type { Trace } from './trace.js';

const size = (shape: readonly number[]) => shape.reduce((product, side) => product * side, 1);

/** Multiplications and additions of one call, from the sizes of its first two inputs and its first output. */
type Work = (a: number, b: number, out: number) => number;

/** [m, k] x [k, n]: each size is a product of two of the three sides. */
const product: Work = (a, b, out) => 2 * Math.sqrt(a * b * out);

/** The operations that cost most; the others pass over memory once. */
const works: Readonly<Record<string, Work>> = { MatMul: product, BatchMatMul: product, BatchMatMulV2: product };

/**
 * Floating-point operations of the matrix products and convolutions of a pass, about.
 *
 * A convolution is counted through its filter [h, w, c, f]: every one of its n h' w' f outputs takes 2 h w c.
 */
export function flops({ ops, shapeOf }: Trace): number {
  const shape = (id: number | undefined) => shapeOf.get(id ?? Number.NaN) ?? [];
  let sum = 0;
  for (const { name, inputs, outputs } of ops) {
    const [a, b] = [shape(inputs[0]), shape(inputs[1])];
    const out = shape(outputs[0]);
    const work = works[name];
    if (work !== undefined) sum += work(size(a), size(b), size(out));
    else if (name === 'Conv2D') sum += perFilter(out, b);
    else if (name === 'Conv2DBackpropInput') sum += perFilter(shape(inputs[2]), b);
    else if (name === 'Conv2DBackpropFilter') sum += perFilter(shape(inputs[2]), out);
  }
  return sum;
}

const perFilter = (outputs: readonly number[], filter: readonly number[]) =>
  (2 * size(outputs) * size(filter)) / (filter.at(-1) ?? 1);
