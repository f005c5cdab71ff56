import type { Engine } from '../engine.js';
import { mendAveragePooling } from './average-pooling.js';
import { deviceOf } from './device.js';
import { core, requireCpu } from './tensorflow.js';
import { tfjsEngine } from './tfjs-engine.js';

/** Plain JavaScript: runs everywhere, slowly; the reference of the others. */
export async function openCpu(): Promise<Engine> {
  const { version_cpu } = requireCpu();
  await core.setBackend('cpu');
  mendAveragePooling();
  return tfjsEngine(deviceOf('cpu', 'cpu', { 'tfjs-backend-cpu': version_cpu }, { copiesInput: false }));
}
