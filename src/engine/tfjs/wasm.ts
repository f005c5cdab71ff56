import { machineError } from '../../base/errors.js';
import type { Engine } from '../engine.js';
import { mendAveragePooling } from './average-pooling.js';
import { deviceOf } from './device.js';
import { registerMissingKernels } from './kernels/all.js';
import { core, requireWasm } from './tensorflow.js';
import { tfjsEngine } from './tfjs-engine.js';

/** WebAssembly, one thread: runs wherever Node does. It finds its .wasm files beside its own code. */
export async function openWasm(): Promise<Engine> {
  const { version_wasm, BackendWasm } = requireWasm();
  registerMissingKernels();
  mendAveragePooling();
  const started = await core.setBackend('wasm');
  const backend = started ? core.backend() : null;
  if (!(backend instanceof BackendWasm)) {
    throw machineError('WASM_FAILED', 'the wasm backend of TensorFlow.js does not start', {
      hint: 'install the packages again with `npm ci`, or use --backend cpu',
    });
  }
  const simd = core.env().getBool('WASM_HAS_SIMD_SUPPORT');
  return tfjsEngine(
    deviceOf(
      'wasm',
      'wasm',
      { 'tfjs-backend-wasm': version_wasm, simd: String(simd) },
      { copiesInput: true, read: (tensor) => backend.typedArrayFromHeap(tensor) as Float32Array },
    ),
  );
}
