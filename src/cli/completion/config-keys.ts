import { z } from 'zod';
import { formatPath, type KeyPath, parsePath } from '../../config/key-path.js';
import { namedSections, runConfig } from '../../config/run-config.js';
import { childOf, schemasAt } from '../../config/schema-fields.js';
import type { Candidate, Typing } from './candidate.js';

/** Keys of the config and the values they may have, for --set KEY=VALUE. */
export async function configSettings({ word, before }: Typing): Promise<readonly Candidate[]> {
  const [typedKey = '', ...value] = word.split('=');
  const chosen = kindsIn(before);
  if (value.length > 0) {
    const path = parsePath(typedKey) ?? [];
    return valuesAt(path, chosen).map((one) => ({ value: `${typedKey}=${one}` }));
  }
  const typedParents = typedKey.slice(0, typedKey.lastIndexOf('.') + 1);
  const parents = typedParents === '' ? [] : parsePath(typedParents.slice(0, -1));
  if (parents === null) return [];
  const fields = new Map<string, z.core.$ZodType>();
  for (const parent of schemasAt(runConfig, parents, chosen)) {
    if (!(parent instanceof z.ZodObject)) continue;
    for (const [key, field] of Object.entries<z.core.$ZodType>(parent.shape))
      if (!fields.has(key)) fields.set(key, field);
  }
  fields.delete('$schema');
  return [...fields].flatMap(([key, field]) => {
    const text = z.globalRegistry.get(field)?.description ?? '';
    return endings(schemasAt(runConfig, [...parents, key], chosen)).map((ending) => ({
      value: `${typedParents}${key}${ending}`,
      text,
      open: true,
    }));
  });
}

/** What follows a key: a value, keys of its own, or either. */
const endings = (schemas: readonly z.core.$ZodType[]): string[] => [
  ...(schemas.some((schema) => !(schema instanceof z.ZodObject)) ? ['='] : []),
  ...(schemas.some((schema) => schema instanceof z.ZodObject || schema instanceof z.ZodArray) ? ['.'] : []),
];

function valuesAt(path: KeyPath, chosen: unknown): string[] {
  const unnamed = path.at(-1) === 'name' ? undefined : chosen; // a name is chosen among all
  return [...new Set(schemasAt(runConfig, path, unnamed).flatMap(choicesOf))];
}

function choicesOf(schema: z.core.$ZodType): string[] {
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  if (schema instanceof z.ZodLiteral) return [...schema.values].map(String);
  return schema instanceof z.ZodBoolean ? ['true', 'false'] : [];
}

/** The kinds that other --set name: after `--set optimizer=adam`, the keys of adam are offered. */
function kindsIn(before: readonly string[]): unknown {
  const kinds: Record<string, unknown> = Object.create(null);
  for (const section of namedSections) {
    const [key, inner] = section as [string, string?];
    const name = [section, [...section, 'name']]
      .map((path) => before.findLast((word) => word.startsWith(`${formatPath(path)}=`)))
      .find((word) => word !== undefined)
      ?.replace(/^[^=]*=/, '');
    if (name === undefined) continue;
    const named = { name };
    kinds[key] = inner === undefined ? named : { ...(childOf(kinds, key) as object), [inner]: named };
  }
  return kinds;
}
