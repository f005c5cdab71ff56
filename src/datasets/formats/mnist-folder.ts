import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { userError } from '../../base/errors.js';
import type { DatasetContext, RawDataset } from '../dataset.js';
import { loadIdxPairs } from './idx-pairs.js';

/** The four files of MNIST and of the data sets made to replace it. */
const stems = ['train-images', 'train-labels', 't10k-images', 't10k-labels'] as const;
const spellings = (stem: string) => {
  const axes = stem.endsWith('images') ? 3 : 1;
  const names = [`${stem}-idx${axes}-ubyte`, `${stem}.idx${axes}-ubyte`];
  return [...names, ...names.map((name) => `${name}.gz`)];
};

export interface MnistFolder {
  /** Of the data set, and of its folder in the data folders. */
  readonly name: string;
  /** The folder, if the config names one; no other is looked at then. */
  readonly path: string | undefined;
  readonly classes: readonly string[];
  /** What to do where the files are missing. */
  readonly howToGet: string;
}

/** Loads the first folder that holds all four files, with or without `.gz`, `-idx3-ubyte` or `.idx3-ubyte`. */
export async function loadMnistFolder(folder: MnistFolder, { baseDir, dataDirs }: DatasetContext): Promise<RawDataset> {
  const { name, path, classes, howToGet } = folder;
  const places = path === undefined ? dataDirs.map((dir) => join(dir, name)) : [resolve(baseDir, path)];
  for (const place of places) {
    const files = await Promise.all(stems.map((stem) => firstThere(spellings(stem).map((file) => join(place, file)))));
    const [images, labels, testImages, testLabels] = files;
    if (images && labels && testImages && testLabels) {
      return loadIdxPairs(
        [
          { images, labels },
          { images: testImages, labels: testLabels },
        ],
        classes,
      );
    }
  }
  const looked = places.length > 0 ? places.join(', ') : 'no folder (none is configured)';
  throw userError('FILE_MISSING', `the files of ${name} were not found; looked in ${looked}`, { hint: howToGet });
}

async function firstThere(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (there) return path;
  }
  return undefined;
}
