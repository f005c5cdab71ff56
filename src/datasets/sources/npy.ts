import { basename, resolve } from 'node:path';
import { defineDataset } from '../define.js';
import { openFile, readWhole } from '../formats/file.js';
import { readNpy } from '../formats/npy.js';
import { joinArrays } from '../formats/npy-pair.js';
import { path, shape, task } from '../params.js';

export const npy = defineDataset({
  name: 'npy',
  summary: 'inputs and targets as two arrays saved by numpy.save',
  source: 'https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html',
  params: {
    inputs: path.describe('NPY file of the inputs; its first axis counts the examples'),
    targets: path.describe('NPY file of the targets'),
    task: task.describe('auto: classification if there is one whole number per example'),
    shape,
  },
  scaling: 'none',
  example: { inputs: 'x.npy', targets: 'y.npy' },
  async load({ inputs, targets, task, shape }, { baseDir }) {
    const read = async (path: string) => {
      const file = await openFile(resolve(baseDir, path));
      return readNpy(await readWhole(file), file.path);
    };
    const pair = { inputs: await read(inputs), targets: await read(targets) };
    return { ...joinArrays([pair], task, shape), name: basename(inputs) };
  },
});
