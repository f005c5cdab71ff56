import { describe, expect, it } from 'vitest';
import { simplified } from '../../../src/engine/compiled/simplify.js';
import type { Trace, TracedOp } from '../../../src/engine/compiled/trace.js';

const op = (name: string, inputs: number[], output: number, type = 1): TracedOp => ({
  name,
  attributes: [{ name: 'adj_x', type: 3, value: true }],
  inputs,
  outputs: [output],
  types: [type],
});
const constant = (id: number, value: number) => ({ id, shape: [], type: 1, values: Float32Array.of(value) });

const traceOf = (ops: TracedOp[], shapes: [number, number[]][], zero = 0): Trace => ({
  ops,
  leaves: [constant(50, zero), constant(51, 1), constant(52, 0)],
  reads: [],
  shapeOf: new Map(shapes),
});
const namesOf = (trace: Trace) => simplified(trace).map(({ name }) => name);

/** dy (1) times step(x) for x = 2, as TensorFlow.js writes it. */
const step = [
  op('Relu', [2], 3),
  op('IsNan', [2], 4, 10),
  op('Greater', [2, 50], 5, 10),
  op('Fill', [60, 52], 6),
  op('Select', [5, 51, 6], 7),
  op('Select', [4, 2, 7], 8),
  op('Cast', [8], 9),
  op('Mul', [1, 9], 10),
];

describe('a trace in other words', () => {
  it('has products of matrices, and leaves those of batches', () => {
    const product = op('BatchMatMulV2', [1, 2], 3);
    const [plain] = simplified(
      traceOf(
        [product],
        [
          [1, [4, 2]],
          [2, [4, 3]],
        ],
      ),
    );
    expect(plain).toMatchObject({ name: 'MatMul', attributes: [{ name: 'transpose_a', value: true }] });
    expect(
      namesOf(
        traceOf(
          [product],
          [
            [1, [5, 4, 2]],
            [2, [5, 4, 3]],
          ],
        ),
      ),
    ).toEqual(['BatchMatMulV2']);
    expect(namesOf(traceOf([product], []))).toEqual(['BatchMatMulV2']); // shapes unknown
  });

  it('has biases where one number is added per column', () => {
    const add = op('Add', [1, 2], 3);
    expect(
      namesOf(
        traceOf(
          [add],
          [
            [1, [4, 3]],
            [2, [3]],
          ],
        ),
      ),
    ).toEqual(['BiasAdd']);
    expect(
      namesOf(
        traceOf(
          [add],
          [
            [1, [4, 3]],
            [2, [1]],
          ],
        ),
      ),
    ).toEqual(['Add']);
    expect(
      namesOf(
        traceOf(
          [add],
          [
            [1, [3]],
            [2, [3]],
          ],
        ),
      ),
    ).toEqual(['Add']);
    expect(
      namesOf(
        traceOf(
          [add],
          [
            [1, [4, 3]],
            [2, [4, 3]],
          ],
        ),
      ),
    ).toEqual(['Add']);
  });

  it("has relu's gradient, from its result", () => {
    expect(simplified(traceOf(step, [])).at(-1)).toMatchObject({ name: 'ReluGrad', inputs: [1, 3] });
    expect(simplified(traceOf(step.slice(1), [])).at(-1)).toMatchObject({ name: 'ReluGrad', inputs: [1, 2] });
  });

  it('leaves what only looks like it: another threshold, another tensor', () => {
    expect(namesOf(traceOf(step, [], 1)).at(-1)).toBe('Mul');
    const other = step.map((call) => (call.name === 'Greater' ? { ...call, inputs: [11, 50] } : call));
    expect(namesOf(traceOf(other, [])).at(-1)).toBe('Mul');
  });
});
