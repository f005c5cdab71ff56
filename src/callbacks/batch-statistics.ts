import { snapshotOf } from './snapshot.js';
import { isVariable, type Layer, type Model } from './tfjs.js';

/** All layers, those inside of nested models and of wrappers too. */
const flattened = (layers: readonly Layer[]): readonly Layer[] =>
  layers.flatMap((layer) => [layer, ...flattened(layer.layers ?? []), ...flattened(layer.layer ? [layer.layer] : [])]);

/**
 * Runs an evaluation in which batch normalisation takes the statistics of the batch, as a step of training does, instead of
 * its moving averages, which lag behind weights that change fast. The averages are put back, bit for bit.
 */
export function byBatchStatistics<T>(model: Model, evaluate: () => T): T {
  const layers = flattened(model.layers ?? []).filter((layer) => layer.getClassName?.() === 'BatchNormalization');
  const averages = snapshotOf(
    layers.flatMap((layer) => layer.nonTrainableWeights.map((weight) => weight.read())).filter(isVariable),
  );
  const undo = layers.map(asInTraining);
  try {
    return evaluate();
  } finally {
    for (const step of undo) step();
    averages.restore();
    averages.dispose();
  }
}

/** @returns what makes the layer as it was */
function asInTraining(layer: Layer): () => void {
  const own = Object.getOwnPropertyDescriptor(layer, 'call');
  const { call } = layer;
  layer.call = (inputs, kwargs) => call.call(layer, inputs, { ...kwargs, training: true });
  return () => (own === undefined ? Reflect.deleteProperty(layer, 'call') : Object.defineProperty(layer, 'call', own));
}
