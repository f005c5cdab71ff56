import type { z } from 'zod';
import { userError } from '../base/errors.js';
import { problemsOf, sentenceOf } from '../config/issues.js';

/**
 * The options of a function or class by their schema, with its defaults.
 *
 * Error: OPTION, with every problem: "oneCycle: maxLr: must be above 0, is 0".
 */
export function checked<S extends z.ZodType>(schema: S, options: unknown, place: string): z.output<S> {
  const read = schema.safeParse(options);
  if (read.success) return read.data;
  const problems = problemsOf(read.error.issues, schema, options).map(sentenceOf);
  throw userError('OPTION', `${place}: ${problems.join('; ')}`);
}
