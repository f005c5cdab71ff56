// Where the peers find the Fashion-MNIST files: the same folders, in the same order, as lr-tool.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { processIo } from '../build/cli/io.js';
import { dataFolders } from '../build/cli/places.js';

const file = 'train-images-idx3-ubyte.gz';

/** The folder, or null where none has them. */
export const fashionFolder = () =>
  dataFolders(processIo(process))
    .map((folder) => join(folder, 'fashion-mnist'))
    .find((folder) => existsSync(join(folder, file))) ?? null;
