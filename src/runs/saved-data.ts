import { z } from 'zod';
import { type RunConfig, runConfig } from '../config/run-config.js';
import type { PackedTensor } from './snapshot.js';

/** A complete config, which stays as it was written, the order of its keys too: reports hold it. */
export const savedConfig = z.custom<RunConfig>((config) => runConfig.safeParse(config).success, 'is no config');

/** `jsonNumber` wrote it. */
export const savedNumber = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]);

/**
 * The data of a checkpoint. Its hash says only that it is as it was written, not that this version wrote it.
 *
 * @throws Error with what is wrong, as the end of a sentence
 */
export function savedAs<T>(schema: z.ZodType<T>, data: unknown): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new Error(`its data are not what this version saves: ${[...path, message].map(String).join(': ')}`);
}

type Kind<V> = { readonly name: string; readonly prototype: V };

/**
 * The numbers of one of its arrays.
 *
 * @param length null where any will do
 * @throws Error with what is wrong, as the end of a sentence
 */
export function savedValues<V extends PackedTensor['values']>(
  tensors: readonly PackedTensor[],
  name: string,
  kind: Kind<V>,
  length: number | null,
): V {
  const values = tensors.find((tensor) => tensor.name === name)?.values;
  if (values?.constructor === kind && (length === null || values.length === length)) return values as V;
  const wanted = `${length === null ? '' : `${length} numbers of `}${kind.name}`;
  throw new Error(`its '${name}' should be ${wanted}${values === undefined ? ', and is missing' : ''}`);
}
