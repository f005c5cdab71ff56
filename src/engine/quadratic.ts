import { userError } from '../base/errors.js';
import type { Trainer } from './engine.js';
import { firstNonFinite } from './non-finite.js';

/**
 * A trainer whose answer theory knows, for tests of whatever trains.
 *
 *   loss(w) = curvature w^2 / 2,  w = 1 at first;  an update: w <- (1 - lr curvature) w
 *
 * Stable exactly while lr < 2 / curvature; after n updates at lr, loss = curvature (1 - lr curvature)^(2n) / 2.
 * Rows are without meaning: every batch has the same loss.
 */
export function quadraticTrainer(curvature: number): Trainer {
  let w = 1;
  let updates = 0;
  const loss = () => (curvature * w * w) / 2;
  return {
    mode: 'eager',
    whyNotFaster: null,
    whyNotResumable: null,
    parameters: 1,
    get updates() {
      return updates;
    },
    get finite() {
      return Number.isFinite(w);
    },
    async step(lr) {
      const before = loss();
      if (!Number.isFinite(before)) return before;
      w *= 1 - lr * curvature;
      updates++;
      return before;
    },
    evaluate: async () => ({ loss: loss(), metrics: {} }),
    batchLoss: async () => loss(),
    findNonFinite: () => firstNonFinite([{ name: 'w', shape: [1], values: [w] }]),
    weights: async () => [{ name: 'w', shape: [1], values: Float32Array.of(w) }],
    topology: () => ({ why: 'it has no layers' }),
    capture: async () => new Uint8Array(new Float64Array([w, updates]).buffer),
    async restore(state) {
      if (state.length !== 16) throw userError('STATE_MISMATCH', `the state has ${state.length} bytes, not 16`);
      [w, updates] = new Float64Array(state.slice().buffer) as unknown as [number, number];
    },
    dispose: () => undefined,
  };
}
