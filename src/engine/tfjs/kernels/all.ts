import type { KernelFunc } from '@tensorflow/tfjs-core';
import { core, requireWasm } from '../tensorflow.js';
import { batchMatMul } from './batch-mat-mul.js';
import { conv2dBackpropFilter } from './conv2d-backprop-filter.js';
import { conv2dBackpropInput } from './conv2d-backprop-input.js';
import { depthwiseBackpropFilter, depthwiseBackpropInput } from './depthwise-backprop.js';
import { cast, identity } from './identity.js';
import type { WasmKernel } from './kernel.js';
import { maxPoolGrad } from './max-pool-grad.js';
import { mean, sum } from './row-sums.js';
import { samePadding } from './same-padding.js';
import { unsortedSegmentSum } from './unsorted-segment-sum.js';

const { getKernel, registerKernel, unregisterKernel } = core;

/** Every kernel that training on wasm needs or gains from. To add one: its file, its import, its name here. */
export const kernels: readonly WasmKernel[] = [
  conv2dBackpropFilter,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  unsortedSegmentSum,
  ...samePadding,
  maxPoolGrad,
  conv2dBackpropInput,
  batchMatMul,
  sum,
  mean,
  identity,
  cast,
];

const ours = new WeakSet<KernelFunc>();

/** Completes and mends the wasm backend of TensorFlow.js for training. Calling it again changes nothing. */
export function registerMissingKernels(): void {
  requireWasm(); // its kernels must be there before ours stand in for them
  for (const { name, make } of kernels) {
    const stock = getKernel(name, 'wasm');
    if (stock !== undefined && ours.has(stock.kernelFunc)) continue;
    const kernelFunc = make(stock?.kernelFunc);
    if (kernelFunc === null) continue;
    if (stock !== undefined) unregisterKernel(name, 'wasm');
    ours.add(kernelFunc);
    registerKernel({ ...stock, kernelName: name, backendName: 'wasm', kernelFunc });
  }
}
