import { basename, resolve } from 'node:path';
import { z } from 'zod';
import { userError } from '../../base/errors.js';
import { defineDataset } from '../define.js';
import { openFile, readWhole } from '../formats/file.js';
import { joinArrays } from '../formats/npy-pair.js';
import { path, shape, task } from '../params.js';

const key = z.string().min(1);

export const npz = defineDataset({
  name: 'npz',
  summary: 'arrays in one archive saved by numpy.savez, e.g. the mnist.npz of Keras',
  source: 'https://numpy.org/doc/stable/reference/generated/numpy.savez.html',
  params: {
    path,
    inputs: key.describe('key of the inputs; their first axis counts the examples'),
    targets: key.describe('key of the targets'),
    testInputs: key.optional().describe('key of the test inputs'),
    testTargets: key.optional().describe('key of the test targets'),
    task: task.describe('auto: classification if there is one whole number per example'),
    shape,
  },
  scaling: 'none',
  example: { path: 'data.npz', inputs: 'x_train', targets: 'y_train' },
  async load({ path, inputs, targets, testInputs, testTargets, task, shape }, { baseDir }) {
    if ((testInputs === undefined) !== (testTargets === undefined)) {
      throw userError('CONFIG_INVALID', 'testInputs and testTargets belong together, but only one is given', {
        hint: 'give both or none',
      });
    }
    const { openNpz } = await import('../formats/npz.js'); // late: only who reads NPZ pays for its parser
    const file = await openFile(resolve(baseDir, path));
    const { read } = openNpz(await readWhole(file), file.path);
    const pairs = [{ inputs: read(inputs), targets: read(targets) }];
    if (testInputs && testTargets) pairs.push({ inputs: read(testInputs), targets: read(testTargets) });
    return { ...joinArrays(pairs, task, shape), name: basename(path) };
  },
});
