import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LrToolError } from '../../../src/base/errors.js';
import { randomStream } from '../../../src/base/random.js';
import { openIdx, readIdx } from '../../../src/datasets/formats/idx.js';
import { loadIdxPairs } from '../../../src/datasets/formats/idx-pairs.js';
import { sizeOf } from '../../../src/datasets/shape.js';
import { idxBytes, refusal, tempFile } from '../files.js';

async function read(path) {
  const idx = await openIdx(path, [1, 2, 3]);
  const values = new Uint8Array(sizeOf(idx.shape));
  await readIdx(idx, values);
  return { shape: idx.shape, values: [...values] };
}
describe('an IDX file', () => {
  it('comes back as it was written, gzip or not', async () => {
    const file = fc
      .array(fc.nat(9), { minLength: 1, maxLength: 3 })
      .chain((shape) =>
        fc.tuple(fc.constant(shape), fc.uint8Array({ minLength: sizeOf(shape), maxLength: sizeOf(shape) })),
      );
    await fc.assert(
      fc.asyncProperty(file, fc.boolean(), async ([shape, data], gzip) => {
        const bytes = idxBytes(shape, data);
        const path = tempFile('x', gzip ? gzipSync(bytes) : bytes);
        expect(await read(path)).toEqual({ shape, values: [...data] });
      }),
      { numRuns: 60 },
    );
  });
  it('is read across pieces of a megabyte', async () => {
    const data = Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * 7) % 251);
    const header = idxBytes([data.length], []);
    const path = tempFile('big.gz', gzipSync(Buffer.concat([header, data])));
    const idx = await openIdx(path, [1]);
    const values = new Uint8Array(data.length);
    await readIdx(idx, values);
    expect(Buffer.compare(values, data)).toBe(0);
  });
  it('is refused with the reason: magic, type, axes, cut off header', async () => {
    const refused = (bytes) => refusal(() => read(tempFile('x', bytes)));
    expect(await refused(Buffer.from('hello world'))).toMatch(/DATA_INVALID: .*first bytes are 68656c6c/);
    expect(await refused(Buffer.alloc(0))).toMatch(/first bytes are missing/);
    expect(await refused(idxBytes([1], [1], 0x0d))).toMatch(/byte 2 says float32/);
    expect(await refused(idxBytes([1], [1], 0x42))).toMatch(/unknown type 0x42/);
    expect(await refused(idxBytes([1, 1, 1, 1], [1]))).toMatch(/4 axes instead of 1 or 2 or 3/);
    expect(await refused(idxBytes([2, 2], []).subarray(0, 9))).toMatch(/header is cut off at byte 9/);
  });
  it('is refused where its size is not what the header says', async () => {
    const short = idxBytes([2, 3], [1, 2, 3, 4, 5]);
    const long = idxBytes([2, 3], [1, 2, 3, 4, 5, 6, 7]);
    expect(await refusal(() => read(tempFile('x', short)))).toMatch(/2 x 3 = 6 bytes of data, but it has 5/);
    expect(await refusal(() => read(tempFile('x', gzipSync(short))))).toMatch(/6 bytes of data, but it has 5/);
    expect(await refusal(() => read(tempFile('x', long)))).toMatch(/6 bytes of data, but it has 7/);
    expect(await refusal(() => read(tempFile('x', gzipSync(long))))).toMatch(/6 bytes of data, but it has more/);
  });
  it('is refused before anything is allocated where it claims gigabytes', async () => {
    const bytes = idxBytes([60000, 28, 28000], [1, 2, 3]);
    expect(await refusal(() => openIdx(tempFile('x', bytes), [3]))).toMatch(/47040000000 bytes of data, but it has 3/);
    expect(await refusal(() => openIdx(tempFile('x', gzipSync(bytes)), [3]))).toMatch(/DATA_TOO_LARGE/);
  });
  it('is refused where its gzip data is damaged, cut off, or a bomb', async () => {
    const random = randomStream(1, 'noise');
    const noise = Uint8Array.from({ length: 5000 }, () => random.below(256));
    const bytes = gzipSync(idxBytes([5000], noise));
    const damaged = bytes.map((byte, i) => (i > 1000 && i < 1200 ? byte ^ 0x5a : byte));
    expect(await refusal(() => read(tempFile('x', damaged)))).toMatch(/DATA_INVALID: .*damaged or cut off gzip/);
    expect(await refusal(() => read(tempFile('x', bytes.subarray(0, 2000))))).toMatch(/unexpected end of file/);
    const bomb = gzipSync(Buffer.concat([idxBytes([9], []), Buffer.alloc(80_000_000)]));
    expect(await refusal(() => read(tempFile('x', bomb)))).toMatch(/9 bytes of data, but it has more/);
  });
  it('never fails with anything but an explanation, whatever the bytes', async () => {
    const head = fc.constantFrom([], [0, 0, 8, 1], [0, 0, 8, 2, 0, 0, 0], [0x1f, 0x8b, 8, 0]);
    await fc.assert(
      fc.asyncProperty(head, fc.uint8Array({ maxLength: 40 }), async (start, rest) => {
        const path = tempFile('x', Buffer.from([...start, ...rest]));
        await read(path).catch((error) => expect(error).toBeInstanceOf(LrToolError));
      }),
      { numRuns: 150 },
    );
  });
});
describe('pairs of IDX files', () => {
  const pair = (images, labels) => ({
    images: tempFile('images', images),
    labels: tempFile('labels', labels),
  });
  const training = () => pair(idxBytes([3, 1, 2], [1, 2, 3, 4, 5, 6]), idxBytes([3], [0, 1, 2]));
  it('lie one after another in one array, with a channel axis', async () => {
    const raw = await loadIdxPairs([training(), pair(idxBytes([1, 1, 2], [7, 8]), idxBytes([1], [1]))]);
    expect([...raw.values]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(raw).toMatchObject({ shape: [1, 2, 1], testFrom: 3, unit: 255 });
    expect(raw.targets).toMatchObject({ kind: 'classes', labels: Uint8Array.of(0, 1, 2, 1), classes: ['0', '1', '2'] });
  });
  it('are refused where counts or sizes differ, or a label has no class', async () => {
    const counts = pair(idxBytes([3, 1, 2], [1, 2, 3, 4, 5, 6]), idxBytes([2], [0, 1]));
    expect(await refusal(() => loadIdxPairs([counts]))).toMatch(/DATA_COUNT: .*3 examples, but .* 2 labels/);
    const other = pair(idxBytes([1, 2, 2], [1, 2, 3, 4]), idxBytes([1], [0]));
    expect(await refusal(() => loadIdxPairs([training(), other]))).toMatch(/DATA_SHAPE: .*\[2,2\] instead of \[1,2\]/);
    expect(await refusal(() => loadIdxPairs([training()], ['a', 'b']))).toMatch(
      /label of row 2 \(from 0\) is 2, outside 0 .. 1/,
    );
  });
  it('are refused where the two files are swapped or missing', async () => {
    const { images, labels } = training();
    expect(await refusal(() => loadIdxPairs([{ images: labels, labels: images }]))).toMatch(
      /1 axes instead of 2 or 3 or 4/,
    );
    expect(await refusal(() => loadIdxPairs([{ images: '/nowhere/x', labels }]))).toBe(
      'FILE_MISSING: /nowhere/x does not exist',
    );
    expect(await refusal(() => loadIdxPairs([{ images: '/tmp', labels }]))).toMatch(
      /FILE_UNREADABLE: \/tmp is not a file/,
    );
  });
});
