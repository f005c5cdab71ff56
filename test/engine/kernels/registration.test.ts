import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { kernels, registerMissingKernels } from '../../../src/engine/tfjs/kernels/all.js';
import { sourceHash } from '../../../src/engine/tfjs/kernels/simd/module.js';

const registered = () => kernels.map(({ name }) => tf.getKernel(name, 'wasm')?.kernelFunc);

describe('registerMissingKernels', () => {
  it('gives wasm every kernel of the list, and changes nothing the second time', () => {
    const stock = registered();
    registerMissingKernels();
    const first = registered();
    expect(first).not.toContain(undefined);
    expect(first.filter((kernel, i) => kernel === stock[i])).toEqual([]);
    registerMissingKernels();
    expect(registered()).toEqual(first);
  });

  it('keeps a kernel that the backend has got by itself', () => {
    const { make } = kernels.find(({ name }) => name === 'Conv2DBackpropFilter')!;
    expect(make(() => [])).toBeNull();
  });

  it('says which kernel the backend lacks, where it needs one to lean on', () => {
    const { make } = kernels.find(({ name }) => name === 'Conv2D')!;
    expect(() => make(undefined)).toThrow(/Conv2D/);
  });

  it('names each kernel once and says why it is there', () => {
    expect(new Set(kernels.map(({ name }) => name)).size).toBe(kernels.length);
    for (const { why } of kernels) expect(why).not.toBe('');
  });
});

it('the SIMD module was compiled from the source beside it (else: node scripts/build-simd.js)', () => {
  const source = fileURLToPath(new URL('../../../src/engine/tfjs/kernels/simd/loops.as', import.meta.url));
  expect(sourceHash).toBe(createHash('sha256').update(readFileSync(source)).digest('hex'));
});
