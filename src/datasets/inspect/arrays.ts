import { access } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { userError } from '../../base/errors.js';
import { shownText } from '../../base/shown.js';
import { type DataFile, openFile, readWhole } from '../formats/file.js';
import { openIdx, readIdx } from '../formats/idx.js';
import { type NpyArray, readNpy } from '../formats/npy.js';
import { openNpz } from '../formats/npz.js';
import { sizeOf } from '../shape.js';
import type { ArrayFacts, InspectChoice, PairFacts } from './facts.js';

/** Names of arrays and files of targets, as the parts that distinguish them from their inputs. */
const pairedNames = [
  [/^x/i, 'y'],
  [/^X/, 'Y'],
  [/inputs?/i, 'targets'],
  [/features?/i, 'labels'],
  [/images?/i, 'labels'],
  [/images-idx\d/i, 'labels-idx1'],
  [/images\.idx\d/i, 'labels.idx1'],
  [/data/i, 'labels'],
  [/data/i, 'target'],
  [/arr_0/, 'arr_1'],
] as const;

/** What the targets of these inputs may be called. */
const targetNamesOf = (inputs: string): string[] =>
  pairedNames.map(([pattern, name]) => inputs.replace(pattern, name)).filter((name) => name !== inputs);

/** Two arrays of numpy.save: the file is that of the inputs; the targets are named, or lie beside it. */
export async function inspectNpy(file: DataFile, { target }: InspectChoice): Promise<PairFacts> {
  const targets = target ?? (await neighbourOf(file.path));
  const read = async (path: string) => readNpy(await readWhole(await openFile(path)), path);
  return {
    form: 'arrays',
    dataset: { name: 'npy', inputs: file.path, targets },
    inputs: factsOf(await read(file.path)),
    targets: factsOf(await read(targets)),
  };
}

/** An archive of numpy.savez: which keys are inputs and targets is known by their names and lengths. */
export async function inspectNpz(file: DataFile, { target }: InspectChoice): Promise<PairFacts> {
  const { keys, read } = openNpz(await readWhole(file), file.path);
  if (target !== undefined) read(target); // an unknown key is told with those there are
  const isTest = (key: string) => /test|val/i.test(key);
  const pairs = keys
    .filter((key) => key !== target)
    .flatMap((inputs) => {
      const targets = target ?? targetNamesOf(inputs).find((name) => keys.includes(name));
      return targets === undefined ? [] : [{ inputs, targets }];
    });
  const [training] = pairs.filter(({ inputs }) => !isTest(inputs));
  if (training === undefined) {
    throw userError(
      'DATA_KEY',
      `${file.path}: which array holds the targets is not known; its keys: ${keys.map(shownText).join(', ')}`,
      {
        hint: `name it: --target ${keys.at(-1) ?? 'KEY'}`,
      },
    );
  }
  const test = target === undefined ? pairs.find(({ inputs }) => /test/i.test(inputs)) : undefined;
  return {
    form: 'arrays',
    dataset: {
      name: 'npz',
      path: file.path,
      ...training,
      ...(test && { testInputs: test.inputs, testTargets: test.targets }),
    },
    inputs: factsOf(read(training.inputs)),
    targets: factsOf(read(training.targets)),
  };
}

/** The files of MNIST and its like: the labels are named, or lie beside the images, as may the test part. */
export async function inspectIdx(file: DataFile, { target }: InspectChoice): Promise<PairFacts> {
  const labels = target ?? (await neighbourOf(file.path));
  const images = await openIdx(file.path, [2, 3, 4]);
  const classes = await openIdx(labels, [1]);
  const values = new Uint8Array(sizeOf(classes.shape));
  await readIdx(classes, values);
  const testImages = file.path.replace(/train(?=[^/\\]*$)/, 't10k');
  const testLabels = labels.replace(/train(?=[^/\\]*$)/, 't10k');
  const hasTest = testImages !== file.path && (await isThere(testImages)) && (await isThere(testLabels));
  return {
    form: 'arrays',
    dataset: { name: 'idx', images: file.path, labels, ...(hasTest && { testImages, testLabels }) },
    inputs: { shape: images.shape, whole: true, distinct: null },
    targets: { shape: classes.shape, whole: true, distinct: new Set(values).size },
  };
}

async function neighbourOf(path: string): Promise<string> {
  const candidates = targetNamesOf(basename(path)).map((name) => join(dirname(path), name));
  for (const candidate of candidates) if (await isThere(candidate)) return candidate;
  throw userError('FILE_MISSING', `${path} holds the inputs; the file of the targets was not found beside it`, {
    hint: 'name it: --target FILE',
  });
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const factsOf = ({ values, shape, whole }: NpyArray): ArrayFacts => ({
  shape,
  whole,
  distinct: sizeOf(shape.slice(1)) === 1 ? new Set<number>(values).size : null,
});
