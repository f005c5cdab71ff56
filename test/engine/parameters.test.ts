import { describe, expect, it } from 'vitest';
import { createParameters } from '../../src/engine/parameters.js';
import { buildOptimizer, optimizerConfig } from '../../src/optimizers/all.js';

const parametersOf = (weights: readonly Float32Array[], optimizer: object) =>
  createParameters(weights, buildOptimizer(optimizerConfig.parse(optimizer)));

describe('an update of parameters', () => {
  it('tells whether weights and slots are finite, of any number', () => {
    for (const count of [1, 2, 3, 4, 5]) {
      const parameters = parametersOf([new Float32Array(count).fill(1)], { name: 'adam' });
      parameters.addGradients([new Float32Array(count).fill(0.5)], 1, true);
      expect(parameters.update(0.1, 1)).toBe(true);
      parameters.addGradients([new Float32Array(count).fill(1e25)], 1, true); // its square is no float32
      expect(parameters.update(0.1, 2)).toBe(false);
      expect(parameters.weights[0]!.every(Number.isFinite)).toBe(true);
      expect(parameters.slots['meanSquare']![0]![0]).toBe(Number.POSITIVE_INFINITY);
    }
  });

  it('takes no large numbers for those that are none', () => {
    const parameters = parametersOf([Float32Array.of(3e38)], { name: 'momentum' });
    parameters.addGradients([Float32Array.of(3e38)], 1, true);
    expect(parameters.update(1e-6, 1)).toBe(true);
  });
});
