import { isDeepStrictEqual } from 'node:util';
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
 * @returns why a run cannot go on from the weights: the same pass a second time gives something else, so the model
 * remembers or draws what is none of its weights; null where it gives the same
 * Errors: KERNEL_MISSING (the backend lacks an operation), MODEL_FAILED (the model throws).
 */
export function rehearse(
  device: Device,
  passes: Passes,
  { train, validation }: Dataset,
  others: Weights,
): string | null {
  const rows = (train.length > 0 ? train : validation).slice(0, 2);
  const averages = others.read();
  try {
    const [first, second] = [0, 1].map(() => {
      others.write(averages);
      let derived: (Float32Array | null)[] = [];
      const loss = passes.backward(rows, (gradients) => {
        derived = gradients.map((gradient) => gradient?.slice() ?? null);
      });
      return [loss, passes.forward(rows).outputs, derived];
    });
    others.write(averages);
    return isDeepStrictEqual(first, second)
      ? null
      : 'the same examples give another loss a second time: the model remembers or draws numbers that are none of its weights';
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
}
