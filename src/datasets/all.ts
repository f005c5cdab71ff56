import { z } from 'zod';
import { blobs } from './sources/blobs.js';
import { csv } from './sources/csv.js';
import { digits } from './sources/digits.js';
import { fashionMnist } from './sources/fashion-mnist.js';
import { idx } from './sources/idx.js';
import { linearRegression } from './sources/linear-regression.js';
import { mnist } from './sources/mnist.js';
import { module } from './sources/module.js';
import { moons } from './sources/moons.js';
import { npy } from './sources/npy.js';
import { npz } from './sources/npz.js';
import { randomBinary } from './sources/random-binary.js';
import { sine } from './sources/sine.js';
import { spirals } from './sources/spirals.js';

/** Every data set source, in the order of help and docs. To add one: its file, its import, its name here. */
export const datasets = [
  digits,
  mnist,
  fashionMnist,
  csv,
  npy,
  npz,
  idx,
  blobs,
  moons,
  spirals,
  linearRegression,
  sine,
  randomBinary,
  module,
] as const;

export const datasetNames = datasets.map((spec) => spec.name);

type ConfigsOf<T extends readonly { config: z.ZodObject }[]> = { [K in keyof T]: T[K]['config'] };
const configs = datasets.map((spec) => spec.config) as unknown as ConfigsOf<typeof datasets>;

export const datasetConfig = z.discriminatedUnion('name', configs);
export type DatasetConfig = z.output<typeof datasetConfig>;
