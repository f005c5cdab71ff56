import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileElementwise } from '../../src/engine/elementwise.js';
import { scalars } from '../../src/engine/scalars.js';
import type { Algebra } from '../../src/optimizers/optimizer.js';

const capacity = 64;
const arrays = { x: 0, y: capacity * 4, out: capacity * 8 };
const view = (memory: WebAssembly.Memory, name: keyof typeof arrays, n: number) =>
  new Float32Array(memory.buffer, arrays[name], n);

type Formula = <T>(m: Algebra<T>, x: T, y: T, c: T) => T;
const formulas: Readonly<Record<keyof Algebra<number> | 'mixed', Formula>> = {
  add: (m, x, y) => m.add(x, y),
  sub: (m, x, y) => m.sub(x, y),
  mul: (m, x, _, c) => m.mul(x, c),
  div: (m, x, y) => m.div(x, y),
  sqrt: (m, x) => m.sqrt(x),
  square: (m, x) => m.square(x),
  abs: (m, x) => m.abs(x),
  sign: (m, x) => m.sign(x),
  maximum: (m, x) => m.maximum(x, 0.25),
  minimum: (m, x, y) => m.minimum(x, y),
  mixed: (m, x, y, c) => m.sub(m.mul(c, x), m.div(m.add(m.square(y), 1), m.maximum(m.abs(x), 2))),
};

describe('a compiled formula', () => {
  it.each(Object.entries(formulas))('%s computes what the formula says, for any length', (_, formula) => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const loop = compileElementwise(memory, {
      arrays,
      coefficients: ['c'],
      compute: (m, { x, y }, { c }) => ({ out: formula(m, x, y, c!) }),
    });
    const value = fc.float({ noNaN: true, min: -1000, max: 1000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { maxLength: capacity }), value, (pairs, c) => {
        pairs.forEach(([x, y], i) => {
          view(memory, 'x', capacity)[i] = x;
          view(memory, 'y', capacity)[i] = y;
        });
        loop(pairs.length, { c });
        const out = view(memory, 'out', pairs.length);
        pairs.forEach(([x, y], i) => {
          const wanted = formula<number>(scalars, x, y, c);
          const tolerance = 1e-6 * (Math.abs(wanted) + Math.abs(c * x)); // of the terms, which may cancel out
          if (Number.isNaN(wanted)) expect(out[i]).toBeNaN();
          else if (!Number.isFinite(Math.fround(wanted))) expect(out[i]).toBe(Math.fround(wanted));
          else expect(Math.abs(out[i]! - wanted)).toBeLessThanOrEqual(tolerance + 1e-30);
        });
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('rounds every operation to float32', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    view(memory, 'x', 1)[0] = 2 ** 24;
    compileElementwise(memory, {
      arrays,
      coefficients: [],
      compute: (m, { x }) => ({ out: m.sub(m.add(x, 1), x) }),
    })(1, {});
    expect(view(memory, 'out', 1)[0]).toBe(0);
  });

  it('may overwrite what it reads, and leaves what it is not told to write', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    view(memory, 'x', 4).set([1, 2, 3, 4]);
    view(memory, 'y', 4).set([10, 20, 30, 40]);
    compileElementwise(memory, {
      arrays,
      coefficients: [],
      compute: (m, { x, y }) => ({ x: m.add(x, y), out: m.sub(y, x) }),
    })(4, {});
    expect([...view(memory, 'x', 4)]).toEqual([11, 22, 33, 44]);
    expect([...view(memory, 'y', 4)]).toEqual([10, 20, 30, 40]);
    expect([...view(memory, 'out', 4)]).toEqual([9, 18, 27, 36]);
  });

  it('propagates NaN through every operation that an update may use to hide it', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    view(memory, 'x', 1)[0] = Number.NaN;
    compileElementwise(memory, {
      arrays,
      coefficients: [],
      compute: (m, { x }) => ({ out: m.maximum(m.minimum(x, 1), -1) }),
    })(1, {});
    expect(view(memory, 'out', 1)[0]).toBeNaN();
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'tells where a result is %s, at any place of any output',
    (bad) => {
      const memory = new WebAssembly.Memory({ initial: 1 });
      const loop = compileElementwise(memory, {
        arrays,
        coefficients: [],
        compute: (m, { x, y }) => ({ x: m.mul(x, 1), y: m.mul(y, -1), out: m.sub(x, x) }),
      });
      for (const count of [1, 4, 7, capacity]) {
        expect(loop(count, {})).toBe(true);
        for (let place = 0; place < count; place++) {
          for (const name of ['x', 'y'] as const) {
            view(memory, name, capacity)[place] = bad;
            expect(loop(count, {})).toBe(false);
            view(memory, name, capacity)[place] = -3e38;
            expect(loop(count, {})).toBe(true);
          }
        }
        for (const name of ['x', 'y'] as const) view(memory, name, capacity).fill(0);
      }
      expect(loop(0, {})).toBe(true);
    },
  );
});
