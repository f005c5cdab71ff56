import { expect, it } from 'vitest';
import { deviceOf } from '../../../src/engine/tfjs/device.js';
import { core } from '../../../src/engine/tfjs/tensorflow.js';
import { engines } from '../setups.js';

it.each([
  ['cpu', 'cpu', false],
  ['wasm', 'wasm', true],
] as const)('an array uploaded to %s may be changed afterwards', (backend, name, copiesInput) => {
  expect(engines.has(backend)).toBe(true);
  const device = deviceOf(backend, name, {}, { copiesInput });
  device.activate();
  expect(core.getBackend()).toBe(name);
  const values = Float32Array.of(1, 2, 3);
  const tensor = device.upload(values, [3]);
  values.fill(9);
  expect([...device.read(tensor)]).toEqual([1, 2, 3]);
  tensor.dispose();
});
