import { describe, expect, it } from 'vitest';
import { trainingGraph } from '../../../src/engine/compiled/step-graph.js';
import { difference, type Leaf, type Role, type Trace } from '../../../src/engine/compiled/trace.js';
import { flops } from '../../../src/engine/compiled/work.js';
import { lossOf } from '../setups.js';

const leaf = (id: number, values: Float32Array, role?: Role): Leaf => ({
  id,
  shape: [values.length],
  type: 1,
  values,
  ...(role && { role }),
});

/** y = x * w * 3, as a pass of which `base` is the first number. */
function traceFrom(base: number, parts: { name?: string; x?: number; constant?: number } = {}): Trace {
  const { name = 'Mul', x = 1, constant = 3 } = parts;
  const type = { name: 'T', type: 4, value: 1 };
  return {
    leaves: [leaf(base, Float32Array.of(x), { kind: 'inputs' }), leaf(base + 1, Float32Array.of(constant))],
    ops: [
      { name, attributes: [type], inputs: [base, base - 1], outputs: [base + 2], types: [1] },
      { name: 'Mul', attributes: [type], inputs: [base + 2, base + 1], outputs: [base + 3], types: [1] },
    ],
    reads: [base + 3],
    shapeOf: new Map(),
  };
}
const known = { a: [9], b: [99] };

describe('two traces', () => {
  it('agree whatever their numbers and fed values', () => {
    expect(difference(traceFrom(10), traceFrom(100, { x: 7 }), known)).toBeNull();
  });

  it.each([
    ['a constant that is none', { constant: 4 }, /made in JavaScript differs/],
    ['a zero of another sign', { constant: -3 }, /differs/],
    ['another operation', { name: 'Add' }, /Mul differs/],
  ] as const)('differ by %s', (_, parts, why) => {
    expect(difference(traceFrom(10), traceFrom(100, parts), known)).toMatch(why);
  });

  it('differ by a call more, and by reading something else', () => {
    const longer = traceFrom(100);
    expect(difference(traceFrom(10), { ...longer, ops: [...longer.ops, longer.ops[0]!] }, known)).toMatch(
      /other calls/,
    );
    expect(difference(traceFrom(10), { ...longer, reads: [102] }, known)).toMatch(/what it reads differs/);
  });
});

it('a trace that takes a tensor of unknown origin is no graph', () => {
  const pass = { trace: traceFrom(10), weights: [], others: [], loss: lossOf('mse'), outputs: [1, 1] };
  expect(trainingGraph({ ...pass, penalized: false, replaced: [] })).toEqual({
    why: 'Mul takes a tensor of unknown origin',
  });
});

it('counts the operations of products and convolutions', () => {
  const shapes = new Map([
    [1, [32, 784]],
    [2, [784, 256]],
    [3, [32, 256]],
    [4, [64, 28, 28, 1]],
    [5, [3, 3, 1, 32]],
    [6, [64, 26, 26, 32]],
  ]);
  const call = (name: string, inputs: number[], output: number) => ({
    name,
    attributes: [],
    inputs,
    outputs: [output],
    types: [1],
  });
  const of = (...ops: ReturnType<typeof call>[]) => flops({ ops, leaves: [], reads: [], shapeOf: shapes });
  expect(of(call('MatMul', [1, 2], 3))).toBeCloseTo(2 * 32 * 784 * 256, 0);
  const convolution = 2 * 64 * 26 * 26 * 32 * 9;
  expect(of(call('Conv2D', [4, 5], 6))).toBe(convolution);
  expect(of(call('Conv2DBackpropFilter', [4, 0, 6], 5))).toBe(convolution);
  expect(of(call('Conv2DBackpropInput', [0, 5, 6], 4))).toBe(convolution);
  expect(of(call('Relu', [4], 4))).toBe(0);
});
