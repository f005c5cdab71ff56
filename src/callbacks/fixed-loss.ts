import { byBatchStatistics } from './batch-statistics.js';
import { countOf } from './examples.js';
import { type Examples, type Model, numberOf, type Tensor } from './tfjs.js';

/** Rows of one pass: bounds its memory. */
const mostRows = 256;

/**
 * The loss of examples as that of a batch: batch normalisation takes their own statistics, as in training; else as
 * `model.evaluate(x, y)` gives it, without dropout and the penalties of regularizers. More than 256 examples are batches of
 * about equal size. Metrics are left out: they cost time, and those of the user's own may keep a state.
 */
export async function fixedLossOf(model: Model, { x, y }: Examples): Promise<number> {
  const count = countOf({ x, y })!;
  const batchSize = Math.ceil(count / Math.ceil(count / mostRows));
  const metrics = model.metricsTensors.splice(0); // in place: a tf.Sequential shares the list with the model inside of it
  let losses: readonly Tensor[];
  try {
    losses = [byBatchStatistics(model, () => model.evaluate(x, y, { batchSize }))].flat();
  } finally {
    model.metricsTensors.push(...metrics);
  }
  try {
    return await numberOf(losses.at(-1)!); // of all outputs; before it stand the sums over the first ones
  } finally {
    for (const loss of losses) loss.dispose();
  }
}

/** Why the loss of fixed rows cannot be had of a model; null where it can. */
export const whyNoFixedLoss = ({ stateful }: Model): string | null =>
  stateful ? 'not with a stateful model: an evaluation would change the states of its layers' : null;
