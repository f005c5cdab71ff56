import { reasonOf } from '../../base/errors.js';
import type { Topology } from '../engine.js';
import type { LayersModel } from './tensorflow.js';

/**
 * The `modelTopology` of a model. What training changes in layers (dropout masks, first weights) is not in it: it holds
 * their names and settings.
 */
export function topologyOf(model: LayersModel): Topology {
  try {
    return { json: mended(model.toJSON(null, false)) as Record<string, unknown> };
  } catch (error) {
    return { why: reasonOf(error) }; // a layer of the user's own that does not tell its settings
  }
}

/**
 * TensorFlow.js 4 writes the regularizer of a depthwise convolution in the place of its constraint too, and then cannot
 * read what it wrote.
 */
function mended(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(mended);
  if (typeof json !== 'object' || json === null) return json;
  const entries = Object.entries(json).map(([key, value]) => [
    key,
    key === 'depthwise_constraint' && isRegularizer(value) ? null : mended(value),
  ]);
  return Object.fromEntries(entries);
}

const isRegularizer = (json: unknown) => (json as { readonly class_name?: unknown } | null)?.class_name === 'L1L2';
