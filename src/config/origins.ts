import { placeOf } from './config-error.js';
import { type KeyPath, startsWith } from './key-path.js';
import { namedSections } from './run-config.js';
import type { ParsedSource } from './source.js';
import { nodeAt } from './tree.js';

/** One value of the resolved config with where it comes from. */
export interface ValueOrigin {
  readonly path: KeyPath;
  readonly value: unknown;
  /** '--steps', '--set', 'env LR_TOOL_SEED', 'my.json:12:7' or 'default'. */
  readonly origin: string;
}

/** Sections whose value may be their name alone. */
export const isNamedSection = (path: KeyPath): boolean =>
  namedSections.some((section) => section.length === path.length && startsWith(path, section));

/** Where the file gives the value at `path`; null where it does not. */
export function writtenAt(source: ParsedSource, path: KeyPath): string | null {
  const section = path.slice(0, -1);
  const alone = path.at(-1) === 'name' && isNamedSection(section) ? nodeAt(source.tree, section) : null;
  const node = nodeAt(source.tree, path) ?? (alone?.kind === 'scalar' ? alone : null);
  return node && placeOf(source, node.span);
}

interface Leaf {
  readonly path: KeyPath;
  readonly value: unknown;
}

/** The values of a config one by one; a list of plain values is one value. */
export function leavesOf(value: unknown, path: KeyPath = []): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [{ path, value }];
  if (!Array.isArray(value)) return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
  const plain = value.every((item) => typeof item !== 'object' || item === null);
  return plain ? [{ path, value }] : value.flatMap((item, i) => leavesOf(item, [...path, i]));
}

/** The same value with each leaf replaced by what `change` makes of it. */
export function mapLeaves<T>(root: T, change: (leaf: Leaf) => unknown): T {
  const walk = (value: unknown, path: KeyPath): unknown => {
    if (typeof value !== 'object' || value === null) return change({ path, value });
    if (Array.isArray(value)) return value.map((item, i) => walk(item, [...path, i]));
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner, [...path, key])]));
  };
  return walk(root, []) as T;
}
