import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../src/base/crc.js';
import { LrToolError } from '../../../src/base/errors.js';
import { openNpz } from '../../../src/datasets/formats/npz.js';
import { refusal } from '../files.js';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/npy/${name}`, import.meta.url));

it('has the checksum of the RFC', () => expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926));

describe('an NPZ archive', () => {
  it.each(['stored.npz', 'compressed.npz'])('of numpy gives its arrays by key: %s', (name) => {
    const { keys, read } = openNpz(fixture(name), name);
    expect(keys).toEqual(['x_train', 'y_train', 'x_test', 'y_test']);
    expect(read('x_train')).toMatchObject({ shape: [6, 2, 2], values: Uint8Array.from({ length: 24 }, (_, i) => i) });
    expect(read('y_test')).toMatchObject({ shape: [2], values: Uint8Array.of(1, 2) });
  });

  it('without names has the keys arr_0, arr_1', () => {
    const { keys, read } = openNpz(fixture('positional.npz'), 'x');
    expect(keys).toEqual(['arr_0', 'arr_1']);
    expect(read('arr_0').values).toEqual(Float32Array.of(0, 1, 2));
  });

  it('lists its keys where one is unknown', async () => {
    const { read } = openNpz(fixture('stored.npz'), 'x.npz');
    const said = await refusal(() => read('x_trian'));
    expect(said).toBe("DATA_KEY: x.npz has no array 'x_trian'; its keys: x_train, y_train, x_test, y_test");
  });

  it('is refused where it is no archive, cut off or damaged', async () => {
    const bytes = fixture('compressed.npz');
    expect(await refusal(() => openNpz(Buffer.from('no archive'), 'x'))).toMatch(/DATA_INVALID/);
    expect(await refusal(() => openNpz(bytes.subarray(0, -30), 'x'))).toMatch(/DATA_INVALID/);
    const damaged = fixture('stored.npz').map((byte, i) => (i === 200 ? byte ^ 1 : byte));
    expect(await refusal(() => openNpz(damaged, 'x').read('x_train'))).toMatch(
      /DATA_INVALID: x: x_train is damaged: its checksum/,
    );
  });

  it('is not decompressed where it is a bomb', async () => {
    const bomb = zipSync({ 'x.npy': new Uint8Array(68_000_000) }, { level: 1 });
    expect(bomb.length).toBeLessThan(270_000);
    expect(await refusal(() => openNpz(bomb, 'x.npz').read('x'))).toMatch(
      /DATA_TOO_LARGE: x.npz expands to more than 250 times/,
    );
  });

  it('never fails with anything but an explanation, whatever the bytes', () => {
    const bytes = fixture('compressed.npz');
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const broken = Buffer.from(bytes);
        for (const [at, byte] of changes) broken[at] = byte;
        try {
          const { keys, read } = openNpz(broken, 'x');
          keys.forEach(read);
        } catch (error) {
          expect(error).toBeInstanceOf(LrToolError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
