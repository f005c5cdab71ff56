import { z } from 'zod';
import { userError } from '../../base/errors.js';
import type { RawDataset, Values } from '../dataset.js';
import { sizeOf } from '../shape.js';
import { classTargets } from '../targets.js';

type Numbers = Values | Float64Array | readonly number[];

const numbers = z.custom<Numbers>(
  (value) =>
    value instanceof Uint8Array ||
    value instanceof Int32Array ||
    value instanceof Float32Array ||
    value instanceof Float64Array ||
    (Array.isArray(value) && value.every((item) => typeof item === 'number')),
  { error: 'must be a Uint8Array, Int32Array, Float32Array, Float64Array or flat array of numbers' },
);

/** What a data module returns: examples one after another, row-major, with either `labels` or `targets`. */
const moduleResult = z
  .strictObject({
    inputs: numbers,
    shape: z.array(z.int().min(1)).min(1).max(4).describe('of one example'),
    labels: numbers.optional().describe('one whole number per example, from 0'),
    classes: z.array(z.string()).min(2).optional().describe('names of the labels'),
    targets: numbers.optional().describe('`width` numbers per example'),
    width: z.int().min(1).default(1),
    testFrom: z.int().min(1).optional().describe('first row of the test part'),
    unit: z.number().positive().optional().describe('value that scaling unit maps to 1'),
  })
  .refine(({ labels, targets }) => (labels === undefined) !== (targets === undefined), {
    error: 'give either labels or targets',
    path: ['labels'],
  })
  .refine(({ inputs, shape, testFrom }) => testFrom === undefined || testFrom * sizeOf(shape) < inputs.length, {
    error: 'must be less than the number of examples',
    path: ['testFrom'],
  });

/** @throws LrToolError MODULE_RESULT naming the first field that is wrong */
export function rawFromModule(returned: unknown, file: string): RawDataset {
  const result = moduleResult.safeParse(returned);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    const field = issue.path.join('.') || 'the result';
    throw userError('MODULE_RESULT', `the data module ${file} returned a wrong value: ${field}: ${issue.message}`, {
      hint: 'return { inputs, shape, labels } or { inputs, shape, targets, width }',
    });
  }
  const { inputs, shape, labels, classes, targets, width, testFrom, unit } = result.data;
  return {
    values: toValues(inputs),
    shape,
    targets: labels
      ? classTargets(toValues(labels), file, classes)
      : { kind: 'numbers', values: Float32Array.from(targets!), width },
    ...(testFrom !== undefined && { testFrom }),
    ...(unit !== undefined && { unit }),
  };
}

const toValues = (values: Numbers): Values =>
  Array.isArray(values) || values instanceof Float64Array ? Float32Array.from(values) : (values as Values);
