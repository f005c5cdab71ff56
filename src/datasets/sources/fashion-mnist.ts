import { filePath } from '../../base/file-path.js';
import { defineDataset } from '../define.js';
import { loadMnistFolder } from '../formats/mnist-folder.js';

const path = filePath('folder of the four files; left out: fashion-mnist in a data folder').optional();
// biome-ignore format: a paragraph of names
const classes = [
  'T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot',
];
const howToGet =
  'on Debian and Ubuntu: apt-get install dataset-fashion-mnist; else name the folder of the files with `path`';

export const fashionMnist = defineDataset({
  name: 'fashion-mnist',
  summary: '70000 pictures of clothes of 28 x 28 pixels, the last 10000 for test',
  source: 'Xiao, Rasul and Vollgraf 2017, arXiv:1708.07747, https://github.com/zalandoresearch/fashion-mnist, MIT',
  params: { path },
  scaling: 'unit',
  example: {},
  load: ({ path }, context) => loadMnistFolder({ name: 'fashion-mnist', path, classes, howToGet }, context),
});
