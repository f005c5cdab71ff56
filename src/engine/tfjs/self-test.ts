import { machineError } from '../../base/errors.js';
import { optimizerConfig } from '../../optimizers/all.js';
import type { TrainerSetup } from '../engine.js';
import type { Device } from './device.js';
import { core, type Tensor } from './tensorflow.js';
import { createTrainer } from './trainer.js';

/** One row, x = 3, y = 0: a weight of 1 without bias gives loss 9 and slope 18; Adam's first step is lr, to 0.5. */
const oneWeight: TrainerSetup = {
  model: {
    kind: 'layers',
    layers: [{ layer: 'dense', units: 1, activation: 'linear', bias: false, initializer: 'ones', l1: 0, l2: 0 }],
  },
  loss: { name: 'mse', fromLogits: true, delta: 1 },
  metrics: [],
  optimizer: optimizerConfig.parse({ name: 'adam' }),
  dataset: {
    name: 'self-test',
    inputs: { values: Float32Array.of(3), shape: [1], scaling: { multiply: 1, add: 0 } },
    targets: { kind: 'numbers', values: Float32Array.of(0), width: 1 },
    train: Int32Array.of(0),
    validation: new Int32Array(0),
  },
  seed: 1,
};

/** Known answers: importing a backend proves nothing, some throw at the first operation and some are wrong. */
export async function selfTest(device: Device): Promise<void> {
  device.activate();
  const expect = (what: string, got: ArrayLike<number>, wanted: readonly number[]) => {
    const right = got.length === wanted.length && wanted.every((value, i) => Math.abs(got[i]! - value) < 1e-5);
    if (right) return;
    throw machineError('ENGINE_WRONG', `${device.backend} computes ${what} wrongly: ${got} in place of ${wanted}`, {
      hint: 'use another --backend',
    });
  };
  core.tidy(() => {
    const a = device.upload(Float32Array.of(1, 2, 3, 4), [2, 2]);
    const b = device.upload(Float32Array.of(5, 6, 7, 8), [2, 2]);
    expect('a matrix product', device.read(core.matMul(a, b)), [19, 22, 43, 50]);
    expect('a transposed matrix product', device.read(core.matMul(a, b, true, false)), [26, 30, 38, 44]);

    const image = device.upload(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), [1, 3, 3, 1]);
    const filter = device.upload(Float32Array.of(1, -1, 2, 0.5), [2, 2, 1, 1]);
    const convolve = core.grads((x, f) => core.sum(core.conv2d(x as never, f as never, 1, 'valid')));
    const [byImage, byFilter] = convolve([image, filter]) as [Tensor, Tensor];
    expect("a convolution's gradient by the image", device.read(byImage), [1, 0, -1, 3, 2.5, -0.5, 2, 2.5, 0.5]);
    expect("a convolution's gradient by the filter", device.read(byFilter), [12, 16, 24, 28]);
  });
  const trainer = await createTrainer(device, oneWeight);
  try {
    const rows = [Int32Array.of(0)];
    expect('two steps of training', [await trainer.step(0.5, rows), await trainer.step(0, rows)], [9, 2.25]);
  } finally {
    trainer.dispose();
  }
}
