import { userError } from '../../base/errors.js';
import type { RawDataset } from '../dataset.js';
import { checkMemory } from '../limits.js';
import { sizeOf } from '../shape.js';
import { classTargets } from '../targets.js';
import { type IdxFile, openIdx, readIdx } from './idx.js';

/** A file of inputs and the file of their labels. */
export interface IdxPaths {
  readonly images: string;
  readonly labels: string;
}

/**
 * Loads a training pair and, where there is one, a test pair into one array, made once: all four headers are read
 * first. Images of [height, width] get a last axis of one channel.
 *
 * @param classes names of the classes; left out: the numbers up to the largest label
 */
export async function loadIdxPairs(paths: readonly IdxPaths[], classes?: readonly string[]): Promise<RawDataset> {
  const pairs = await Promise.all(paths.map(openPair));
  const [training, test] = pairs as [Pair, Pair?];
  const stored = training.images.shape.slice(1);
  const size = sizeOf(stored);
  for (const { images } of pairs) {
    if (String(images.shape.slice(1)) === String(stored)) continue;
    throw userError(
      'DATA_SHAPE',
      `${images.file.path} holds examples of [${images.shape.slice(1)}] instead of [${stored}]`,
      {
        hint: 'training and test images must have the same size',
      },
    );
  }
  const rows = pairs.reduce((sum, { labels }) => sum + labels.shape[0]!, 0);
  checkMemory(rows * size, training.images.file.path);
  const values = new Uint8Array(rows * size);
  const labels = new Uint8Array(rows);
  let row = 0;
  for (const pair of pairs) {
    const end = row + pair.labels.shape[0]!;
    await readIdx(pair.images, values.subarray(row * size, end * size));
    await readIdx(pair.labels, labels.subarray(row, end));
    row = end;
  }
  const place = paths.map((pair) => pair.labels).join(' and ');
  return {
    values,
    shape: stored.length === 2 ? [...stored, 1] : stored,
    targets: classTargets(labels, place, classes),
    unit: 255,
    ...(test && { testFrom: training.labels.shape[0]! }),
  };
}

interface Pair {
  readonly images: IdxFile;
  readonly labels: IdxFile;
}

async function openPair(paths: IdxPaths): Promise<Pair> {
  const images = await openIdx(paths.images, [2, 3, 4]);
  const labels = await openIdx(paths.labels, [1]);
  if (images.shape[0] === labels.shape[0]) return { images, labels };
  const counts = `${paths.images} holds ${images.shape[0]} examples, but ${paths.labels} ${labels.shape[0]} labels`;
  throw userError('DATA_COUNT', counts, { hint: 'check that the two files belong together' });
}
