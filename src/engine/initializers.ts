import type { RandomStream } from '../base/random.js';
import type { InitializerConfig, InitializerName } from '../models/layers.js';

type Shape = readonly number[];
type Fill = (shape: Shape, random: RandomStream, scale: number) => Float32Array;

const sizeOf = (shape: Shape) => shape.reduce((product, side) => product * side, 1);
const draw = (shape: Shape, next: () => number) => Float32Array.from({ length: sizeOf(shape) }, next);

/** Inputs and outputs of one unit: the last two axes, times the window of a convolution. */
function fans(shape: Shape): { readonly fanIn: number; readonly fanOut: number } {
  const window = sizeOf(shape.slice(0, -2));
  return { fanIn: window * (shape.at(-2) ?? 1), fanOut: window * shape.at(-1)! };
}

const fanIn = (shape: Shape) => fans(shape).fanIn;
const fanAverage = (shape: Shape) => (fans(shape).fanIn + fans(shape).fanOut) / 2;

const uniform: Fill = (shape, random, scale) => draw(shape, () => scale * (2 * random.uniform() - 1));

const normal: Fill = (shape, random, scale) => draw(shape, () => scale * random.normal());

/** Values beyond two standard deviations are drawn again. */
const truncatedNormal: Fill = (shape, random, scale) =>
  draw(shape, () => {
    let value = random.normal();
    while (Math.abs(value) > 2) value = random.normal();
    return scale * value;
  });

/** Standard deviation of a standard normal distribution truncated at 2. */
const truncatedDeviation = 0.879_625_661_034_239_78;

/** Variance `gain / fan`: Glorot and Bengio 2010, He et al. 2015, LeCun et al. 1998; normal ones truncated as in Keras. */
const scaledUniform = (gain: number, fan: (shape: Shape) => number): Fill => {
  return (shape, random) => uniform(shape, random, Math.sqrt((3 * gain) / fan(shape)));
};
const scaledNormal = (gain: number, fan: (shape: Shape) => number): Fill => {
  return (shape, random) => truncatedNormal(shape, random, Math.sqrt(gain / fan(shape)) / truncatedDeviation);
};

/**
 * The matrix [all axes but the last, the last] gets orthonormal rows or columns, whichever are fewer: Gram-Schmidt, twice
 * against rounding, on normal vectors. Saxe et al. 2014, arXiv:1312.6120.
 */
const orthogonal: Fill = (shape, random) => {
  const columns = shape.at(-1)!;
  const rows = sizeOf(shape) / columns;
  const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const vector = Float64Array.from({ length }, () => random.normal());
    for (const earlier of [...vectors, ...vectors]) subtractProjection(vector, earlier);
    const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    vectors.push(vector.map((value) => value / norm));
  }
  return Float32Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    return rows < columns ? vectors[row]![column]! : vectors[column]![row]!;
  });
};

function subtractProjection(vector: Float64Array, unit: Float64Array): void {
  let product = 0;
  for (let i = 0; i < vector.length; i++) product += vector[i]! * unit[i]!;
  for (let i = 0; i < vector.length; i++) vector[i]! -= product * unit[i]!;
}

const fills: Readonly<Record<InitializerName, Fill>> = {
  'glorot-uniform': scaledUniform(1, fanAverage),
  'glorot-normal': scaledNormal(1, fanAverage),
  'he-uniform': scaledUniform(2, fanIn),
  'he-normal': scaledNormal(2, fanIn),
  'lecun-uniform': scaledUniform(1, fanIn),
  'lecun-normal': scaledNormal(1, fanIn),
  'random-uniform': uniform,
  'random-normal': normal,
  'truncated-normal': truncatedNormal,
  orthogonal,
  zeros: (shape) => new Float32Array(sizeOf(shape)),
  ones: (shape) => new Float32Array(sizeOf(shape)).fill(1),
};

/** Keras' default of the three initializers that do not look at the shape. */
const defaultScale = 0.05;

/** Initial values of one weight tensor. The same stream gives the same values, on every backend. */
export function initialValues(config: InitializerConfig, shape: Shape, random: RandomStream): Float32Array {
  const { name, scale } = typeof config === 'string' ? { name: config, scale: defaultScale } : config;
  return fills[name](shape, random, scale);
}
