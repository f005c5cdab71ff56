import type { UnsortedSegmentSumAttrs, UnsortedSegmentSumInputs } from '@tensorflow/tfjs-core';
import { core } from '../tensorflow.js';
import { missing, zeros } from './kernel.js';
import { addressOf, loopsOf } from './simd/loops.js';

const { UnsortedSegmentSum, util } = core;

/**
 * out[s, ...] = sum of x[i, ...] over all i with segmentIds[i] = s: the gradient of gather, hence of embeddings.
 * float32. Ids below 0 or past the end are left out, as in TensorFlow.
 */
export const unsortedSegmentSum = missing<UnsortedSegmentSumInputs, UnsortedSegmentSumAttrs>(
  UnsortedSegmentSum,
  ({ inputs: { x, segmentIds }, attrs: { numSegments }, backend }) => {
    if (x.dtype !== 'float32') throw new Error(`UnsortedSegmentSum on wasm: float32 only, got ${x.dtype}`);
    const [rows, ...rest] = x.shape as [number, ...number[]];
    const out = zeros(backend, [numSegments, ...rest]);
    const [values, ids, total] = [x, segmentIds, out].map((t) => addressOf(backend, t)) as [number, number, number];
    loopsOf(backend).addSegments(values, ids, rows, util.sizeFromShape(rest), numSegments, total);
    return out;
  },
);
