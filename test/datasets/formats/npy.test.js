import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LrToolError } from '../../../src/base/errors.js';
import { readNpy } from '../../../src/datasets/formats/npy.js';
import { sizeOf } from '../../../src/datasets/shape.js';
import { refusal } from '../files.js';

const fixture = (name) => readFileSync(new URL(`../../fixtures/npy/${name}`, import.meta.url));
const expected = JSON.parse(fixture('expected.json').toString());
function npyBytes(descr, shape, data, order = 'False') {
  const header = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape.join(', ')},), }\n`;
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length & 255, header.length >> 8]);
  return Buffer.concat([start, Buffer.from(header, 'latin1'), data]);
}
describe('an NPY file', () => {
  it.each(Object.keys(expected))('written by numpy is read as numpy reads it: %s', (name) => {
    const { shape, values } = readNpy(fixture(`${name}.npy`), name);
    expect({ shape, values: [...values] }).toEqual({
      shape: expected[name].shape,
      values: expected[name].values.map(Number),
    });
  });
  it('keeps bytes as bytes, whole numbers as int32, the rest as float32', () => {
    const type = (name) => readNpy(fixture(`${name}.npy`), name).values.constructor.name;
    expect(['u1', 'b1', 'i8', 'u2', 'f8'].map(type)).toEqual([
      'Uint8Array',
      'Uint8Array',
      'Int32Array',
      'Int32Array',
      'Float32Array',
    ]);
  });
  it.each([
    ['object', /array of Python objects/],
    ['structured', /structured array/],
    ['half', /type 'f2' is not read/],
    ['complex', /type 'c16' is not read/],
    ['text', /type 'U1' is not read/],
    ['scalar', /shape is \(\)/],
    ['i8-too-large', /element 1 \(from 0\) is 2147483648, which does not fit into 32 bits/],
  ])('that is of no use is refused with the reason: %s', async (name, reason) => {
    expect(await refusal(() => readNpy(fixture(`${name}.npy`), name))).toMatch(reason);
  });
  it('is refused where it is cut off, too long, of an unknown version or no NPY file', async () => {
    const bytes = fixture('f4.npy');
    const refused = (changed) => refusal(() => readNpy(changed, 'x.npy'));
    expect(await refused(bytes.subarray(0, -1))).toMatch(
      /shape \(2, 3\) of 'f4' needs 24 bytes of data, but it has 23/,
    );
    expect(await refused(Buffer.concat([bytes, bytes]))).toMatch(/needs 24 bytes/);
    expect(await refused(bytes.subarray(0, 40))).toMatch(/header is cut off/);
    expect(await refused(bytes.subarray(0, 9))).toMatch(/header is cut off/);
    expect(await refused(Buffer.from('PK\x03\x04'))).toMatch(/does not begin with/);
    expect(await refused(bytes.map((byte, i) => (i === 6 ? 9 : byte)))).toMatch(/version is 9/);
    expect(await refused(npyBytes('<f4', [1e9, 1e9], new Uint8Array(8)))).toMatch(/needs 4000000000000000000 bytes/);
    expect(await refused(npyBytes('<constructor', [1], new Uint8Array(8)))).toMatch(/type 'constructor' is not read/);
  });
  it('round trips float32 in both byte orders, wherever it lies in memory', () => {
    fc.assert(
      fc.property(fc.float32Array({ minLength: 1 }), fc.boolean(), fc.nat(7), (values, big, offset) => {
        const data = Buffer.alloc(values.length * 4);
        values.forEach((value, i) => {
          if (big) data.writeFloatBE(value, 4 * i);
          else data.writeFloatLE(value, 4 * i);
        });
        const bytes = npyBytes(big ? '>f4' : '<f4', [values.length], data);
        const moved = Buffer.concat([Buffer.alloc(offset), bytes]).subarray(offset);
        expect(readNpy(moved, 'x').values).toEqual(values);
      }),
    );
  });
  it('in Fortran order is the transpose of the same bytes in C order', () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shapes, (shape) => {
        const data = Uint8Array.from({ length: sizeOf(shape) }, (_, i) => i);
        const { values } = readNpy(npyBytes('|u1', shape, data, 'True'), 'x');
        values.forEach((value, position) => {
          // position = sum of index * stride with the last axis fastest; value = the same with the first axis fastest.
          let rest = position;
          let fortran = 0;
          for (let axis = shape.length - 1; axis >= 0; axis--) {
            fortran += (rest % shape[axis]) * sizeOf(shape.slice(0, axis));
            rest = Math.floor(rest / shape[axis]);
          }
          expect(value).toBe(fortran);
        });
      }),
    );
  });
  it('never fails with anything but an explanation, whatever the bytes', () => {
    const bytes = fixture('f4.npy');
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), fc.nat(bytes.length), (changes, length) => {
        const broken = Buffer.from(bytes.subarray(0, length));
        for (const [at, byte] of changes) if (at < length) broken[at] = byte;
        try {
          readNpy(broken, 'x');
        } catch (error) {
          expect(error).toBeInstanceOf(LrToolError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
