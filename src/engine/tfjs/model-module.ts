import { pathToFileURL } from 'node:url';
import { reasonOf, userError } from '../../base/errors.js';
import { core, keras, type LayersModel } from './tensorflow.js';

/** What the default export of a user's module is called with. */
export interface ModelRequest {
  /** TensorFlow.js, core and layers: the very copy that trains, so nothing has to be imported. */
  readonly tf: typeof core & typeof keras;
  /** Of one example, without the batch axis. */
  readonly inputShape: readonly number[];
  /** Width of the last layer. */
  readonly outputs: number;
  /** For initializers; never 0, which would mean "no seed" to them. */
  readonly seed: number;
}

/** Runs the user's module. Errors: MODEL_MODULE where it cannot be loaded, throws, or gives anything but a layers model. */
export async function loadModelModule(path: string, request: Omit<ModelRequest, 'tf'>): Promise<LayersModel> {
  const bad = (why: string, hint: string, cause?: unknown) =>
    userError('MODEL_MODULE', `model ${path}: ${why}`, { hint, cause });
  const example = 'export default ({ tf, inputShape, outputs, seed }) => tf.sequential({ layers: [...] })';

  const { default: make } = await import(pathToFileURL(path).href).catch((cause: unknown) => {
    throw bad(`it cannot be loaded: ${reasonOf(cause)}`, `it must be an ES module: ${example}`, cause);
  });
  if (typeof make !== 'function') throw bad('its default export is not a function', example);
  let model: unknown;
  try {
    model = await make({ tf: { ...core, ...keras }, ...request });
  } catch (cause) {
    throw bad(`it fails: ${reasonOf(cause)}`, `it is called with inputShape [${request.inputShape}]`, cause);
  }
  if (model instanceof keras.LayersModel) return model;
  throw bad('it does not give a layers model', `build it from the tf that it is given: ${example}`);
}
