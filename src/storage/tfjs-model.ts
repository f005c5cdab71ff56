import { littleEndian } from './little-endian.js';
import type { StoredTensor } from './safetensors.js';

/** A file of a folder. */
export interface ModelFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/**
 * The two files that `tf.loadLayersModel` reads: model.json with the layers, weights.bin with the numbers of all
 * weights one after another, little-endian float32, in the order of the manifest. Weights find their places by name.
 * https://www.tensorflow.org/js/guide/save_load
 *
 * @param topology `modelTopology` of the model
 * @param metadata kept by TensorFlow.js as `userDefinedMetadata`
 */
export function tfjsModel(
  topology: Readonly<Record<string, unknown>>,
  weights: readonly StoredTensor<Float32Array>[],
  metadata: Readonly<Record<string, string>>,
): readonly ModelFile[] {
  const specs = weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' }));
  const model = {
    format: 'layers-model',
    generatedBy: metadata['tool'],
    convertedBy: null,
    modelTopology: topology,
    weightsManifest: [{ paths: ['weights.bin'], weights: specs }],
    userDefinedMetadata: metadata,
  };
  return [
    { name: 'model.json', content: `${JSON.stringify(model, null, 1)}\n` },
    { name: 'weights.bin', content: littleEndian(weights.map(({ values }) => values)) },
  ];
}
