import { type Examples, isTensor, type Tensor, type TensorBuffer, type Tensors } from './tfjs.js';

/** Rows of examples, by their numbers. */
export interface Part {
  readonly examples: Examples;
  readonly rows: Int32Array;
}

/** Examples that nobody else holds. */
export interface OwnExamples extends Examples {
  dispose(): void;
}

const sides = ['x', 'y'] as const;
const tensorsIn = (tensors: Tensors): readonly Tensor[] => (isTensor(tensors) ? [tensors] : Object.values(tensors));

/** How many examples there are; null where these are no tensors with a row for each. */
export function countOf(examples: Examples): number | null {
  const columns = sides.map((side) => tensorsIn(examples[side] ?? []));
  const [count, ...others] = new Set(columns.flat().map((tensor) => (isTensor(tensor) ? tensor.shape[0] : undefined)));
  return count === undefined || others.length > 0 || columns.some(({ length }) => length === 0) ? null : count;
}

/** Whether rows of the one can stand below rows of the other. */
export function areAlike(one: Examples, other: Examples): boolean {
  const [a, b] = [one, other].map((examples) =>
    sides.map((side) =>
      Object.entries(isTensor(examples[side]) ? [examples[side]] : examples[side]).map(([name, { shape }]) => [
        name,
        shape.slice(1),
      ]),
    ),
  );
  return JSON.stringify(a) === JSON.stringify(b);
}

export function disposeExamples(examples: Examples): void {
  for (const side of sides) for (const tensor of tensorsIn(examples[side])) tensor.dispose();
}

/** The rows of all parts, which are alike, one below the other in tensors of their own. */
export async function copyRows(parts: readonly [Part, ...Part[]]): Promise<OwnExamples> {
  const copies: Tensor[] = [];
  const dispose = () => {
    for (const copy of copies) copy.dispose();
  };
  const copySide = async (side: (typeof sides)[number]): Promise<Tensors> => {
    const first = parts[0].examples[side];
    const made: Tensor[] = [];
    for (const i of tensorsIn(first).keys()) {
      const copy = await copyColumn(parts.map(({ examples, rows }) => [tensorsIn(examples[side])[i]!, rows]));
      copies.push(copy);
      made.push(copy);
    }
    if (isTensor(first)) return made[0]!;
    return Array.isArray(first) ? made : Object.fromEntries(Object.keys(first).map((name, i) => [name, made[i]!]));
  };
  try {
    return { x: await copySide('x'), y: await copySide('y'), dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** By way of a buffer: it is what makes a tensor of the user's own copy of TensorFlow.js out of one. */
async function copyColumn(parts: readonly (readonly [Tensor, Int32Array])[]): Promise<Tensor> {
  const count = parts.reduce((sum, [, rows]) => sum + rows.length, 0);
  let copy: TensorBuffer | null = null;
  let filled = 0;
  for (const [tensor, rows] of parts) {
    const [, ...rowShape] = tensor.shape;
    const size = rowShape.reduce((product, length) => product * length, 1);
    const source = await tensor.buffer();
    copy ??= new (source.constructor as BufferClass)([count, ...rowShape], source.dtype);
    for (const row of rows) for (let j = 0; j < size; j++) copy.values[filled++] = source.values[row * size + j];
  }
  return copy!.toTensor();
}

/** `tf.TensorBuffer`. */
type BufferClass = new (shape: readonly number[], dtype: string) => TensorBuffer;
