import { randomStream } from '../../base/random.js';
import type { Engine, TrainerSetup } from '../../engine/engine.js';
import { layerConfig } from '../../models/layers.js';
import { optimizerConfig } from '../../optimizers/all.js';

export const stepModel = 'MLP 784-128-10, batch 32, Adam';
const batch = 32;
const warmup = 5; // the first steps allocate and compile
const steps = 20;

/** Median milliseconds of a training step of `stepModel` on made-up data, evaluation of the loss included. */
export async function stepTime(engine: Engine, now: () => number): Promise<number> {
  const trainer = await engine.createTrainer(madeUp());
  try {
    const rows = [Int32Array.from({ length: batch }, (_, i) => i)];
    const times: number[] = [];
    for (let i = 0; i < warmup + steps; i++) {
      const before = now();
      await trainer.step(1e-3, rows);
      times.push(now() - before);
    }
    return times.slice(warmup).sort((a, b) => a - b)[steps / 2]!;
  } finally {
    trainer.dispose();
  }
}

function madeUp(): TrainerSetup {
  const random = randomStream(1, 'doctor');
  return {
    model: {
      kind: 'layers',
      layers: [
        layerConfig.parse({ layer: 'dense', units: 128, activation: 'relu' }),
        layerConfig.parse({ layer: 'dense', units: 10 }),
      ],
    },
    loss: { name: 'sparse-softmax-cross-entropy', fromLogits: true, delta: 1 },
    metrics: [],
    optimizer: optimizerConfig.parse({ name: 'adam' }),
    dataset: {
      name: 'made up',
      inputs: {
        values: Float32Array.from({ length: batch * 784 }, () => random.normal()),
        shape: [784],
        scaling: { multiply: 1, add: 0 },
      },
      targets: {
        kind: 'classes',
        labels: Uint8Array.from({ length: batch }, (_, i) => i % 10),
        classes: Array.from({ length: 10 }, (_, i) => String(i)),
      },
      train: Int32Array.from({ length: batch }, (_, i) => i),
      validation: new Int32Array(0),
    },
    seed: 1,
  };
}
