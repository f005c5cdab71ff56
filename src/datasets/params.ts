import { z } from 'zod';
import { filePath } from '../base/file-path.js';

/** Parameters that several sources share, so that the same word means the same thing. */
export const path = filePath('file; relative to the config file');
export const rows = z.int().min(1).max(100_000_000).describe('number of examples');
export const features = z.int().min(1).max(1_000_000).describe('numbers per example');
export const classes = z.int().min(2).max(1000).describe('number of classes');
export const noise = z.number().min(0).describe('standard deviation of the normal noise');
export const shape = z
  .array(z.int().min(1))
  .min(1)
  .max(4)
  .optional()
  .describe('shape of one example, e.g. [28, 28, 1]; as stored if left out');
export const task = z.enum(['classification', 'regression', 'auto']).default('auto');
export type Task = z.output<typeof task>;
