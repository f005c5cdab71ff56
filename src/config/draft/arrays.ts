import { userError } from '../../base/errors.js';
import type { InspectChoice, PairFacts } from '../../datasets/inspect/facts.js';
import { countText, type DraftData } from './data.js';
import type { Entry } from './entry.js';

/** The config of arrays of inputs and targets. `shown` makes an absolute path one of the config's. */
export function draftArrays(
  { dataset, inputs, targets }: PairFacts,
  choice: InspectChoice,
  source: string,
  shown: (path: string) => string,
): DraftData {
  const [rows = 0, ...example] = inputs.shape;
  if (rows !== targets.shape[0]) {
    throw userError('DATA_COUNT', `${source} has ${rows} examples, but ${targets.shape[0] ?? 0} targets`, {
      hint: 'name the array of the targets: --target',
    });
  }
  if (targets.distinct === 1) {
    throw userError('DATA_TARGET', `${source}: all ${rows} targets are the same, so there is nothing to learn`, {
      hint: 'name the array of the targets: --target',
    });
  }
  const classes = targets.whole && targets.distinct !== null;
  const task = choice.task ?? (classes ? 'classification' : 'regression');
  const image = example.length > 1;
  const isFile = (key: string) => dataset.name !== 'npz' || key === 'path';
  const named = Object.entries(dataset).map(
    ([key, value]): Entry => ({ key, value: key !== 'name' && isFile(key) ? shown(value) : value }),
  );
  const width = targets.shape.slice(1).reduce((product, side) => product * side, 1);
  const targetText =
    task === 'classification'
      ? `${targets.distinct} classes`
      : width === 1
        ? 'numbers'
        : `${width} numbers per example`;
  const shape = example.length === 0 ? '1 number' : example.join(' x ');
  const entries: Entry[] = [
    ...named,
    ...(dataset.name === 'idx' ? [] : [{ key: 'task', value: task, above: [`What is learnt: ${targetText}.`] }]),
    dataset.name === 'idx' || (inputs.whole && image)
      ? { key: 'scaling', value: 'unit', behind: 'by the largest value: 255 for bytes' }
      : { key: 'scaling', value: 'standard', behind: 'each input to mean 0 and standard deviation 1' },
  ];
  const hasTest = 'testInputs' in dataset || 'testImages' in dataset;
  const findings = [
    { what: 'data', text: `${countText(rows, 'example')} of ${shape}${hasTest ? ', and a test part' : ''}` },
    { what: 'target', text: targetText },
  ];
  return { entries, findings, rows, task, image, source };
}
