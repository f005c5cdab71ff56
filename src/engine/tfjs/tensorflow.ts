import { createRequire } from 'node:module';

/**
 * TensorFlow.js, loaded here and nowhere else. Its files are CommonJS; `import` would have Node read all of them twice,
 * first for the names of their exports (measured: 270 ms until wasm is ready, 85 ms this way).
 */
const require = createRequire(import.meta.url);

export const core = require('@tensorflow/tfjs-core') as typeof import('@tensorflow/tfjs-core');
/** Brings the models, and the gradients of all operations with it: core alone registers none. */
export const keras = require('@tensorflow/tfjs-layers') as typeof import('@tensorflow/tfjs-layers');

export const requireWasm = () =>
  require('@tensorflow/tfjs-backend-wasm') as typeof import('@tensorflow/tfjs-backend-wasm');
export const requireCpu = () =>
  require('@tensorflow/tfjs-backend-cpu') as typeof import('@tensorflow/tfjs-backend-cpu');
/**
 * The parts of tfjs-node that compute: its main file would look for the binding inside the package and load savers,
 * callbacks and TensorBoard too. The union package that its kernels import costs 85 ms (measured) and has to be: some of
 * them call chained methods (`x.toFloat()`), which the parts do not register.
 */
export function requireNative() {
  require('@tensorflow/tfjs-node/dist/register_all_kernels.js');
  const { NodeJSKernelBackend } = require('@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js') as NativeModule;
  const { version } = require('@tensorflow/tfjs-node/package.json') as { readonly version: string };
  return { NodeJSKernelBackend, version };
}
interface NativeModule {
  readonly NodeJSKernelBackend: new (binding: unknown, packageName: string) => NativeBackend;
}
export type NativeBackend = import('@tensorflow/tfjs-core').KernelBackend & {
  /** The binding's numbers of tensors, which it is given now if they have not been. */
  getInputTensorIds(tensors: readonly import('@tensorflow/tfjs-core').Tensor[]): number[];
};
export const resolveNative = () => require.resolve('@tensorflow/tfjs-node/package.json');

core.enableProdMode(); // before the first operation: no advertisement on stderr, no check of every value

export type { Tensor, TypedArray, Variable } from '@tensorflow/tfjs-core';
export type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
