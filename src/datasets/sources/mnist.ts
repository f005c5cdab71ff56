import { filePath } from '../../base/file-path.js';
import { defineDataset } from '../define.js';
import { loadMnistFolder } from '../formats/mnist-folder.js';

const path = filePath('folder of the four files; left out: mnist in a data folder').optional();
const howToGet =
  'put the four files (train-images-idx3-ubyte.gz, ...) into one of these folders, or name theirs with `path`';

export const mnist = defineDataset({
  name: 'mnist',
  summary: '70000 handwritten digits of 28 x 28 pixels, the last 10000 for test',
  source: 'LeCun, Cortes and Burges, http://yann.lecun.com/exdb/mnist/',
  params: { path },
  scaling: 'unit',
  example: {},
  load: ({ path }, context) => {
    const classes = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
    return loadMnistFolder({ name: 'mnist', path, classes, howToGet }, context);
  },
});
