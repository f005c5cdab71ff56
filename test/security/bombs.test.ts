import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { crc32 } from '../../src/base/crc.js';
import { LrToolError } from '../../src/base/errors.js';
import { readCurve } from '../../src/curves/read.js';
import { type DatasetConfig, datasetConfig } from '../../src/datasets/all.js';
import { loadDataset } from '../../src/datasets/load.js';
import { parseReport } from '../../src/reports/read.js';
import { readSafetensors } from '../../src/storage/safetensors.js';
import { contextIn, idxBytes, tempFile } from '../datasets/files.js';

const MiB = 2 ** 20;
/** Most memory beyond what the test runner and what made the bombs take. */
const mostMiB = 300;

const load = (choice: object) => loadDataset(datasetConfig.parse(choice) as DatasetConfig, contextIn('/'));
const csv = (content: string | Uint8Array) => () => load({ name: 'csv', path: tempFile('d.csv', content) });
const idx = (images: Uint8Array, labels = idxBytes([2], [0, 1])) =>
  load({ name: 'idx', images: tempFile('images', images), labels: tempFile('labels', labels) });
const npy = (content: Uint8Array) => () =>
  load({ name: 'npy', inputs: tempFile('x.npy', content), targets: tempFile('y.npy', content) });
const npz = (content: Uint8Array) => () =>
  load({ name: 'npz', path: tempFile('d.npz', content), inputs: 'x', targets: 'x' });
const curve =
  (text: string, choice = {}) =>
  () =>
    readCurve({ where: 'curve', bytes: new TextEncoder().encode(text) }, choice);

/** A gzip file of so many MiB: the same member again and again, as RFC 1952 allows. */
const gzipOf = (text: string, mebibytes: number) => {
  const member = gzipSync(Buffer.alloc(MiB, text), { level: 9 });
  return Buffer.concat(Array.from({ length: mebibytes }, () => member));
};

/** An NPY file of version 2 with this shape and `data` bytes behind it. */
function npyOf(shape: string, { descr = '<f4', data = 16, claims = 0 } = {}): Buffer {
  const header = Buffer.from(`{'descr': '${descr}', 'fortran_order': True, 'shape': ${shape}, }\n`);
  const start = Buffer.from('\x93NUMPY\x02\x00\0\0\0\0', 'latin1');
  start.writeUInt32LE(claims || header.length, 8);
  return Buffer.concat([start, header, Buffer.alloc(data)]);
}

interface Claims {
  readonly size?: number;
  readonly entries?: number;
  readonly count64?: bigint;
}

/** A ZIP of x.npy whose directory claims what it likes. */
function zipOf(content: Buffer, { size = content.length, entries = 1, count64 }: Claims = {}): Buffer {
  const packed = deflateRawSync(content, { level: 9 });
  const name = Buffer.from('x.npy');
  const file = Buffer.alloc(30);
  file.writeUInt32LE(0x04034b50, 0);
  file.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(crc32(content), 16);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(size, 24);
  entry.writeUInt16LE(name.length, 28);
  const body = Buffer.concat([file, name, packed]);
  const directory = Buffer.concat(
    Array.from({ length: entries }, (_, i) => [entry, Buffer.from(i === 0 ? 'x.npy' : `${i}`.padStart(5, '0'))]).flat(),
  );
  const end64 = Buffer.alloc(76);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(count64 ?? 0n, 32);
  end64.writeBigUInt64LE(BigInt(body.length), 48);
  end64.writeUInt32LE(0x07064b50, 56);
  end64.writeBigUInt64LE(BigInt(body.length + directory.length), 64);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count64 === undefined ? entries : 0xffff, 10);
  end.writeUInt32LE(body.length, 16);
  return Buffer.concat([body, directory, ...(count64 === undefined ? [] : [end64]), end]);
}

/** A safetensors file with this header. */
function tensorsOf(header: object, claims?: bigint): Buffer {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(claims ?? BigInt(text.length));
  return Buffer.concat([length, text]);
}

const manyLines = (line: string, count: number) => `${line}\n`.repeat(count);
const label = { name: 'a'.repeat(500_000), c1: '\u009d'.repeat(1_000_000) };

/** Small files that claim, or become, more than a machine has (S5). */
const bombs: readonly (readonly [what: string, read: () => unknown])[] = [
  ['1 GiB of zeros in a CSV of 1 MiB', csv(gzipOf('0', 1024))],
  ['1 GiB of line ends in a CSV', csv(gzipOf('\n', 1024))],
  ['1 GiB of rows in a CSV', csv(gzipOf('1,2\n', 1024))],
  ['1 GiB in quotes in a CSV', csv(Buffer.concat([gzipSync('a,"'), gzipOf('b', 1024)]))],
  ['a gzip file in a gzip file', csv(gzipSync(gzipOf('0', 1024)))],
  [
    'a first line of 20,000 columns above 300,000 short lines',
    csv(`${'1,'.repeat(20_000)}\n${manyLines('1', 300_000)}`),
  ],
  ['a line of 20 MiB', csv('1'.repeat(20 * MiB))],
  ['a cell in quotes of 20 MiB that does not end', csv(`a,y\n"${'1'.repeat(20 * MiB)}`)],
  ['an IDX of 4,294,967,295 images', () => idx(idxBytes([0xffffffff, 28, 28], []))],
  ['an IDX of 4 axes of 4,294,967,295', () => idx(idxBytes(Array(4).fill(0xffffffff), []))],
  ['an IDX of 4,294,967,295 labels', () => idx(idxBytes([2, 1, 1], [1, 2]), idxBytes([0xffffffff], []))],
  ['a compressed IDX that claims 3 TB', () => idx(gzipSync(idxBytes([0xffffffff, 28, 28], [])))],
  [
    'a compressed IDX of 2 images with 1 GiB',
    () => idx(Buffer.concat([gzipSync(idxBytes([2, 1, 1], [1, 2])), gzipOf('0', 1024)])),
  ],
  ['an NPY of 10^12 numbers', npy(npyOf('(1000000000000,)', { descr: '<f8' }))],
  ['an NPY of 2^53 rows', npy(npyOf('(9007199254740992, 2)'))],
  ['an NPY with a side of 400 digits', npy(npyOf(`(${'9'.repeat(400)},)`))],
  ['an NPY with a side of 0 and one of 10^15', npy(npyOf('(0, 1000000000000000)', { data: 0 }))],
  ['an NPY of 100,000 axes', npy(npyOf(`(${'1,'.repeat(100_000)})`, { data: 4 }))],
  ['an NPY whose header claims 4 GiB', npy(npyOf('(4,)', { claims: 0xffffffff }))],
  ['an NPY of 1 GiB in gzip', npy(Buffer.concat([gzipSync(npyOf('(4,)')), gzipOf('0', 1024)]))],
  ['an NPZ that claims 4 GiB', npz(zipOf(npyOf('(4,)'), { size: 0xfffffffe }))],
  ['an NPZ of 100 MB that claims 1,000 bytes', npz(zipOf(Buffer.alloc(1e8), { size: 1000 }))],
  ['an NPZ that shrinks to a thousandth', npz(zipOf(Buffer.alloc(1e8)))],
  ['an NPZ of 60,000 names for one content', npz(zipOf(npyOf('(4,)'), { entries: 60_000, size: 60e6 }))],
  ['an NPZ of 2^63 entries', npz(zipOf(npyOf('(4,)'), { count64: 2n ** 63n }))],
  ['a safetensors header of 2^63 bytes', () => readSafetensors(tensorsOf({}, 2n ** 63n))],
  [
    'a tensor of 2^50 numbers',
    () => readSafetensors(tensorsOf({ x: { dtype: 'F32', shape: [2 ** 50], data_offsets: [0, 2 ** 52] } })),
  ],
  ['a tensor of 10^6 axes', () => readSafetensors(tensorsOf({ x: { dtype: 'F32', shape: Array(1e6).fill(9) } }))],
  ['a curve of a million brackets', curve(`{"lr":${'['.repeat(1e6)}`)],
  ['a report of a million closed brackets', () => parseReport(`{"kind":${'['.repeat(1e6)}${']'.repeat(1e6)}}`, 'r')],
  ['a curve with a quote that does not end, and a million that are none', curve(`{"lr": [NaN, "${'\\"'.repeat(1e6)}`)],
  ['a curve that is an object and a million line ends', curve(`{}${'\n'.repeat(1e6)}`)],
  [
    'a curve of 20,000 objects, each with a name of its own',
    curve(`[${Array.from({ length: 20_000 }, (_, i) => `{"k${i}": 1}`).join(',')}]`),
  ],
  ['a curve of a million columns', curve(`${'x,'.repeat(1e6)}y\n1\n`)],
  ['a column with a million characters that begin a sequence', curve(`${label.c1},loss\n1,2\n`)],
  [
    'a column of 500,000 characters, and one asked for',
    curve(`${label.name},loss\n1,2\n`, { lrColumn: `${label.name}b` }),
  ],
];

describe('a bomb', () => {
  it.each(bombs)('%s: refused at once', async (_, read) => {
    const before = process.cpuUsage();
    let error: unknown = null;
    try {
      await read();
    } catch (thrown) {
      error = thrown;
    }
    const { user, system } = process.cpuUsage(before); // the clock on the wall also counts the neighbours
    const sentence = error instanceof LrToolError || (error instanceof Error && error.constructor === Error);
    expect(sentence, String(error)).toBe(true);
    expect((error as Error).message.length).toBeLessThan(20_000);
    expect((user + system) / 1000).toBeLessThan(1000);
  });

  // what the runner itself takes is not the bombs': it differs from machine to machine
  const before = process.resourceUsage().maxRSS;
  afterAll(() => expect((process.resourceUsage().maxRSS - before) / 1024).toBeLessThan(mostMiB));
});
