import { userError } from '../../base/errors.js';
import type { Dataset } from '../../datasets/dataset.js';
import { gatherInputs } from '../../datasets/gather.js';
import type { ResolvedModel } from '../../models/model.js';

/**
 * Checks that the inputs are numbers of the vocabulary, where the model begins with an embedding. Backends do not: they
 * read beside the table. Error: DATA_RANGE.
 */
export function checkEmbedding(model: ResolvedModel, dataset: Dataset): void {
  const first = model.kind === 'layers' ? model.layers[0] : undefined;
  if (first?.layer !== 'embedding') return;
  for (const row of [...dataset.train, ...dataset.validation]) {
    const bad = gatherInputs(dataset, Int32Array.of(row)).find(
      (x) => !Number.isInteger(x) || x < 0 || x >= first.vocabulary,
    );
    if (bad === undefined) continue;
    throw userError(
      'DATA_RANGE',
      `row ${row} (from 0) holds ${bad}, but model.layers[0] (embedding) takes whole numbers 0 .. ${first.vocabulary - 1}`,
      { hint: 'raise its vocabulary, and set dataset.scaling to none' },
    );
  }
}
