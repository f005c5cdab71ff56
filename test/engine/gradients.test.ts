import { expect, it } from 'vitest';
import { randomStream } from '../../src/base/random.js';
import type { TrainerSetup } from '../../src/engine/engine.js';
import { activationNames } from '../../src/models/layers.js';
import { zoo } from './model-zoo.js';
import {
  datasetOf,
  layersOf,
  lossOf,
  numbers,
  onEveryBackend,
  setupOf,
  using,
  weightsIn,
  withWeights,
} from './setups.js';

/**
 * Half the lengths of the differences, the better of which counts: the longer one may cross corners of relu and max
 * pooling, the shorter one suffers from the rounding of float32 outputs (1e-7 of a loss of 1 is 5e-4 of a slope).
 */
const halves = [1e-3, 2e-4];
const rounding = 3e-4;

onEveryBackend('gradients', (engine) => {
  /** Slopes of the loss along directions in the space of weights: by the gradients, and by differences of the loss. */
  const slopes = (setup: TrainerSetup) =>
    using(engine().createTrainer(setup), async (trainer) => {
      const start = await trainer.capture();
      const weights = weightsIn(start, trainer);
      const rows = [setup.dataset.train];
      const lossAt = async (shift: number, direction: readonly number[]) => {
        await trainer.restore(
          withWeights(
            start,
            weights.map((weight, i) => weight + shift * direction[i]!),
          ),
        );
        return trainer.step(0, rows);
      };
      await trainer.step(1, rows); // plain sgd at rate 1: the gradient is what is taken off
      const gradient = weightsIn(await trainer.capture(), trainer).map((after, i) => weights[i]! - after);
      const random = randomStream(8, 'directions');
      const found: { error: number; size: number }[] = [];
      for (let k = 0; k < 4; k++) {
        const direction = Array.from(weights, () => random.normal() / 2);
        const byGradient = gradient.reduce((sum, slope, i) => sum + slope * direction[i]!, 0);
        const errors: number[] = [];
        for (const h of halves) {
          const byDifference = ((await lossAt(h, direction)) - (await lossAt(-h, direction))) / (2 * h);
          errors.push(Math.abs(byGradient - byDifference));
        }
        found.push({ error: Math.min(...errors), size: Math.hypot(...gradient) });
      }
      return found;
    });

  const expectEqual = async (setup: TrainerSetup) => {
    for (const { error, size } of await slopes(setup)) {
      expect(size).toBeGreaterThan(1e-3);
      expect(error).toBeLessThan(0.01 * size + rounding);
    }
  };

  it.each(Object.keys(zoo))('are the slopes of the loss: %s', (name) => expectEqual(setupOf(zoo[name]!)));

  it.each(activationNames)('are the slopes of the loss: %s', (activation) =>
    expectEqual(
      setupOf({
        layers: layersOf({ layer: 'dense', units: 6, activation }, { layer: 'dense', units: 2, activation }),
        loss: lossOf('mse'),
        dataset: datasetOf([4], numbers(2, 16), 16),
      }),
    ),
  );
});
