import { getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { afterEach, expect, it } from 'vitest';
import { engines, layersOf, setupOf } from '../setups.js';

const cpu = engines.get('cpu')!;
const stock = new Map(
  ['MatMul', 'BatchMatMul', 'Relu', 'Conv2DBackpropFilter'].map((name) => [name, getKernel(name, 'cpu')]),
);

function replace(name: string, kernelFunc: ((...args: never[]) => unknown) | null): void {
  unregisterKernel(name, 'cpu');
  if (kernelFunc !== null) registerKernel({ kernelName: name, backendName: 'cpu', kernelFunc: kernelFunc as never });
}

afterEach(() => {
  for (const [name, kernel] of stock) {
    if (!kernel) continue;
    if (getKernel(name, 'cpu')) unregisterKernel(name, 'cpu');
    registerKernel(kernel);
  }
});

it('passes on every engine that there is', async () => {
  for (const engine of engines.values()) await engine.selfTest();
});

it('tells what is computed wrongly', async () => {
  const product = stock.get('BatchMatMul')!.kernelFunc;
  replace('BatchMatMul', ((call: { attrs: object }) =>
    product({ ...call, attrs: { ...call.attrs, transposeA: false } } as never)) as never);
  await expect(cpu.selfTest()).rejects.toThrow('cpu computes a transposed matrix product wrongly');
});

it('fails where an operation is missing', async () => {
  replace('Conv2DBackpropFilter', null);
  await expect(cpu.selfTest()).rejects.toThrow(/Conv2DBackpropFilter/);
});

it('a model that needs a missing operation is refused before it trains, with a way out', async () => {
  replace('Relu', null);
  const layers = layersOf({ layer: 'dense', units: 4, activation: 'relu' }, { layer: 'dense', units: 3 });
  await expect(cpu.createTrainer(setupOf({ layers }))).rejects.toMatchObject({
    message: 'this model cannot be trained on cpu: it has no Relu',
    blame: 'machine',
    hint: 'use --backend native',
  });
});
