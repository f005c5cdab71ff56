import { z } from 'zod';
import { adadelta } from './adadelta.js';
import { adagrad } from './adagrad.js';
import { adam } from './adam.js';
import { adamax } from './adamax.js';
import { adamw } from './adamw.js';
import { ftrl } from './ftrl.js';
import { lion } from './lion.js';
import { momentum } from './momentum.js';
import { nadam } from './nadam.js';
import { nesterov } from './nesterov.js';
import type { Optimizer } from './optimizer.js';
import { radam } from './radam.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';

/** Every built-in optimizer, in the order of help and docs. To add one: its file, its import, its name here. */
export const optimizers = [
  sgd,
  momentum,
  nesterov,
  adam,
  adamw,
  adamax,
  nadam,
  radam,
  rmsprop,
  adagrad,
  adadelta,
  lion,
  ftrl,
] as const;

export const optimizerNames = optimizers.map(({ name }) => name);

type ConfigsOf<T extends readonly { config: z.ZodObject }[]> = { [K in keyof T]: T[K]['config'] };

/** An optimizer as it stands in a config file: its name and any of its parameters. */
export const optimizerConfig = z.discriminatedUnion(
  'name',
  optimizers.map(({ config }) => config) as unknown as ConfigsOf<typeof optimizers>,
);

/** A parsed config: every parameter that has a default has a value. */
export type OptimizerConfig = z.output<typeof optimizerConfig>;

export function buildOptimizer({ name, ...params }: OptimizerConfig): Optimizer {
  const spec = optimizers.find((known) => known.name === name)!;
  return spec.build(params as never); // the union above has matched the parameters to this spec
}
