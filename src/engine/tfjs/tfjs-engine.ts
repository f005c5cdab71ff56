import type { Engine } from '../engine.js';
import type { Device } from './device.js';
import { selfTest } from './self-test.js';
import { createTrainer } from './trainer.js';

/** The engine on one backend of TensorFlow.js. */
export const tfjsEngine = (device: Device): Engine => ({
  backend: device.backend,
  mode: !('why' in device.fused) ? 'fused' : !('why' in device.graphs) ? 'compiled' : 'eager',
  versions: device.versions,
  selfTest: () => selfTest(device),
  createTrainer: (setup) => createTrainer(device, setup),
});
