import { z } from 'zod';
import { shownValue } from '../base/shown.js';
import { formatPath, type KeyPath, startsWith } from './key-path.js';
import { isNamedSection, writtenAt } from './origins.js';
import { type Override, readingsOf } from './override.js';
import type { Problem } from './problem.js';
import { namedSections, runConfig } from './run-config.js';
import { childOf, knownKeys, schemasAt } from './schema-fields.js';
import type { ParsedSource } from './source.js';
import { plainValue } from './tree.js';

export interface Merged {
  /** The file's values with the overrides in their places; not checked yet. */
  readonly raw: unknown;
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

type Container = Record<string, unknown> | unknown[];

/** Puts the overrides into the config of the file, each typed by the schema. */
export function applyOverrides(source: ParsedSource, overrides: readonly Override[]): Merged {
  const raw = plainValue(source.tree);
  if (!isContainer(raw)) return { raw, problems: [], notes: [] }; // the schema will say so
  const problems = overrides.flatMap((override) => apply(raw, override));
  const notes = namedSections.flatMap((section) => leaveOutStale(source, section, raw, overrides));
  return { raw, problems, notes };
}

function apply(raw: Container, { path, text, typed }: Override): Problem[] {
  const read = typedValue(raw, path, text);
  if ('refused' in read) return [{ path, message: read.refused, typed }];
  let parent: Container = raw;
  for (const [i, key] of path.entries()) {
    if (Array.isArray(parent) && !(Number(key) < parent.length)) {
      return [{ path: path.slice(0, i), message: `has no entry ${key} (entries: 0 to ${parent.length - 1})`, typed }];
    }
    if (i === path.length - 1) break;
    const here = path.slice(0, i + 1);
    const child = open(childOf(parent, key), here);
    if (!isContainer(child)) {
      return [{ path: here, message: `is ${shownValue(child)}, there is nothing inside to set`, typed }];
    }
    put(parent, key, child);
    parent = child;
  }
  const key = path.at(-1)!;
  if ('value' in read) put(parent, key, read.value);
  else if (!Array.isArray(parent)) delete parent[key];
  return [];
}

/**
 * What lies on the way to an override: nothing becomes an object, with the default name where it is a section that has
 * one; the name alone of a section becomes its object.
 */
function open(value: unknown, path: KeyPath): unknown {
  if (value !== undefined && typeof value !== 'string') return value;
  if (!isNamedSection(path)) return value ?? Object.create(null);
  const [section, ...rest] = path;
  const fallback = runConfig.shape[section as keyof typeof runConfig.shape].safeParse(undefined).data;
  const name = value ?? [...rest, 'name'].reduce(childOf, fallback as unknown);
  return Object.assign(Object.create(null), name === undefined ? {} : { name });
}

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

function put(container: Container, key: string | number, value: unknown): void {
  (container as Record<string | number, unknown>)[key] = value;
}

/**
 * Of the readings of a text the first that the schema takes at `path`; the likeliest if it takes none. `null`, where it
 * is no value, takes away what the file says: the key counts as left out.
 */
function typedValue(
  raw: unknown,
  path: KeyPath,
  text: string,
): { readonly value: unknown } | { readonly unset: true } | { readonly refused: string } {
  const { readings, refused } = readingsOf(text);
  if (refused !== undefined) return { refused };
  const named = schemasAt(runConfig, path, raw);
  // The kind of thing may be named by a later override: then every kind that has such a parameter tells its type.
  const schemas = named.length > 0 ? named : schemasAt(runConfig, path, undefined);
  const accepted = readings.filter((reading) => schemas.some((schema) => z.safeParse(schema, reading).success));
  const [value] = accepted.length > 0 ? accepted : readings;
  return value === null && accepted.length === 0 ? { unset: true } : { value };
}

/** After an override has changed the name of a section: removes what the file says of the old kind only. */
function leaveOutStale(source: ParsedSource, section: KeyPath, raw: unknown, overrides: readonly Override[]): string[] {
  const before = section.reduce(childOf, plainValue(source.tree));
  const after = section.reduce(childOf, raw);
  const name = childOf(after, 'name');
  if (!isContainer(before) || !isContainer(after) || childOf(before, 'name') === name) return [];
  const known = knownKeys(runConfig, section, raw);
  const isKnownName = schemasAt(runConfig, [...section, 'name'], raw).some(
    (schema) => z.safeParse(schema, name).success,
  );
  if (!isKnownName) return []; // one mistake is enough; the rest would follow from it
  return Object.keys(before)
    .filter((key) => childOf(after, key) !== undefined && !known.includes(key))
    .map((key): KeyPath => [...section, key])
    .filter((path) => !overrides.some((override) => startsWith(override.path, path)))
    .map((path) => {
      delete (after as Record<string, unknown>)[path.at(-1)!];
      const place = writtenAt(source, path) ?? source.file;
      return `${formatPath(path)} (${place}) is no parameter of ${shownValue(name)} and was left out`;
    });
}
