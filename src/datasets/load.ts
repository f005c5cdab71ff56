import type { DatasetConfig } from './all.js';
import { datasets } from './all.js';
import { checkDataset } from './check.js';
import type { Dataset, DatasetContext } from './dataset.js';
import { fillGaps } from './fill.js';
import { scalings } from './scale.js';
import { splitRows } from './split.js';
import { oneHot } from './targets.js';

/**
 * Loads a data set: reads it, checks it, draws the rows to use, splits them, fills gaps and finds the scaling. Both of
 * the latter look at training rows only. The same config, files and seed give the same data set.
 *
 * @throws LrToolError naming file and place for whatever is wrong with the data
 */
export async function loadDataset(config: DatasetConfig, context: DatasetContext): Promise<Dataset> {
  const { name, validation, stratify, scaling, oneHot: wantsOneHot, limit, ...params } = config;
  const spec = datasets.find((candidate) => candidate.name === name)!;
  const raw = await spec.load(params as never, context); // the union has matched the parameters to this source
  const title = raw.name ?? name;
  const rows = checkDataset(raw, title);
  const split = splitRows(raw, rows, { validation, stratify, limit, seed: context.seed });
  if (raw.fill !== undefined) fillGaps(raw.values, raw.shape, split.train, raw.fill);
  return {
    name: title,
    inputs: { values: raw.values, shape: raw.shape, scaling: scalings[scaling].of(raw, split.train) },
    targets: wantsOneHot ? oneHot(raw.targets) : raw.targets,
    ...split,
  };
}
