import fc from 'fast-check';
import { expect, it } from 'vitest';
import { joinState, splitState } from '../../src/engine/state.js';

const floats = fc.float32Array({ maxLength: 9 });

it('comes apart as it was put together, bit for bit', () => {
  fc.assert(
    fc.property(fc.nat(), fc.array(floats), fc.integer({ min: 0, max: 8 }), (updates, others, groups) => {
      const parameters = Uint8Array.from({ length: 16 * groups }, (_, i) => i);
      const state = joinState({ updates, parameters, others });
      const parts = splitState(
        state,
        parameters.length,
        others.map(({ length }) => length),
      );
      expect(joinState(parts)).toEqual(state);
      expect(parts).toEqual({ updates, parameters, others });
    }),
    { seed: 1 },
  );
});

it('refuses a state of another model, with both sizes', () => {
  const state = joinState({ updates: 1, parameters: new Uint8Array(16), others: [] });
  expect(() => splitState(state, 32, [])).toThrow('the state has 24 bytes, this model and optimizer have 40');
});
