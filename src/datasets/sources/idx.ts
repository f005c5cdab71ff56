import { basename, resolve } from 'node:path';
import { userError } from '../../base/errors.js';
import { defineDataset } from '../define.js';
import { loadIdxPairs } from '../formats/idx-pairs.js';
import { path } from '../params.js';

export const idx = defineDataset({
  name: 'idx',
  summary: 'images and labels of bytes in the format of MNIST, gzip or not',
  source: 'http://yann.lecun.com/exdb/mnist/',
  params: {
    images: path.describe('IDX file of the inputs'),
    labels: path.describe('IDX file of the labels'),
    testImages: path.optional().describe('IDX file of the test inputs'),
    testLabels: path.optional().describe('IDX file of the test labels'),
  },
  scaling: 'unit',
  example: { images: 'images-idx3-ubyte.gz', labels: 'labels-idx1-ubyte.gz' },
  async load({ images, labels, testImages, testLabels }, { baseDir }) {
    if ((testImages === undefined) !== (testLabels === undefined)) {
      throw userError('CONFIG_INVALID', 'testImages and testLabels belong together, but only one is given', {
        hint: 'give both or none',
      });
    }
    const pairs = [{ images, labels }];
    if (testImages && testLabels) pairs.push({ images: testImages, labels: testLabels });
    const absolute = pairs.map((pair) => ({
      images: resolve(baseDir, pair.images),
      labels: resolve(baseDir, pair.labels),
    }));
    return { ...(await loadIdxPairs(absolute)), name: basename(images) };
  },
});
