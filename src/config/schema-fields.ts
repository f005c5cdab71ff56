import { z } from 'zod';
import type { KeyPath } from './key-path.js';

type Schema = z.core.$ZodType;

/**
 * The schemas that a value at `path` may satisfy, wrappers (defaults, optional) removed. Where objects are told apart
 * by a name, the one that `value` (of the whole) names is followed; all of them where it names none.
 */
export function schemasAt(schema: Schema, path: KeyPath, value: unknown): readonly Schema[] {
  const here = alternatives(schema, value);
  const [key, ...rest] = path;
  if (key === undefined) return here;
  const inside = childOf(value, key);
  return here.flatMap((candidate) => {
    const child = childSchema(candidate, key);
    return child ? schemasAt(child, rest, inside) : [];
  });
}

/** The keys an object at `path` may have. */
export const knownKeys = (schema: Schema, path: KeyPath, value: unknown): readonly string[] => [
  ...new Set(
    schemasAt(schema, path, value).flatMap((found) => (found instanceof z.ZodObject ? Object.keys(found.shape) : [])),
  ),
];

/** What is at `key`; undefined where there is nothing. Inherited properties are nothing. */
export const childOf = (value: unknown, key: string | number): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string | number, unknown>)[key]
    : undefined;

function alternatives(schema: Schema, value: unknown): readonly Schema[] {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return alternatives(schema.def.innerType, value);
  }
  if (schema instanceof z.ZodLazy) return alternatives(schema.unwrap(), value);
  if (schema instanceof z.ZodPipe) return alternatives(schema.def.in, value);
  if (schema instanceof z.ZodUnion) return variants(schema, value).flatMap((option) => alternatives(option, value));
  return [schema];
}

function variants(union: z.ZodUnion, value: unknown): readonly Schema[] {
  if (!(union instanceof z.ZodDiscriminatedUnion)) return union.options;
  const { discriminator } = union.def;
  const name = typeof value === 'string' ? value : childOf(value, discriminator);
  const chosen = union.options.filter(
    (option) => option instanceof z.ZodObject && nameOf(option, discriminator) === name,
  );
  return chosen.length > 0 ? chosen : union.options;
}

const nameOf = (object: z.ZodObject, discriminator: string): unknown => {
  const field = object.shape[discriminator];
  return field instanceof z.ZodLiteral ? field.value : undefined;
};

function childSchema(schema: Schema, key: string | number): Schema | undefined {
  if (schema instanceof z.ZodObject && typeof key === 'string' && Object.hasOwn(schema.shape, key)) {
    return schema.shape[key];
  }
  if (typeof key !== 'number') return undefined;
  if (schema instanceof z.ZodArray) return schema.element;
  return schema instanceof z.ZodTuple ? schema.def.items[key] : undefined;
}
