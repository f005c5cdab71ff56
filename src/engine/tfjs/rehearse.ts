import { LrToolError, machineError, reasonOf, userError } from '../../base/errors.js';
import type { Dataset } from '../../datasets/dataset.js';
import type { Device } from './device.js';
import type { Passes } from './pass.js';
import type { Weights } from './weights.js';

/** Operation names in the two complaints of TensorFlow.js. */
const missing = [/Kernel '(\w+)' not registered/, /gradient function not found for (\w+)/];

/**
 * One pass forward and back on two rows, before anything depends on it: a model that cannot be trained here costs a
 * sentence, not a run. Changes no weight.
 *
 * Errors: KERNEL_MISSING (the backend lacks an operation), MODEL_FAILED (the model throws).
 */
export function rehearse(device: Device, passes: Passes, { train, validation }: Dataset, others: Weights): void {
  const rows = (train.length > 0 ? train : validation).slice(0, 2);
  const averages = others.read();
  try {
    passes.backward(rows, () => undefined);
    passes.forward(rows);
  } catch (cause) {
    if (cause instanceof LrToolError) throw cause;
    const operation = missing.map((complaint) => complaint.exec(reasonOf(cause))?.[1]).find(Boolean);
    if (operation === undefined) {
      throw userError('MODEL_FAILED', `the model fails on the first examples: ${reasonOf(cause)}`, {
        hint: 'check its layers against the shape of the data',
        cause,
      });
    }
    throw machineError('KERNEL_MISSING', `this model cannot be trained on ${device.backend}: it has no ${operation}`, {
      hint: `use --backend ${device.backend === 'cpu' ? 'native' : 'cpu'}`,
      cause,
    });
  }
  others.write(averages);
}
