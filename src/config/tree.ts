import { formatPath, isForbiddenKey, type KeyPath } from './key-path.js';
import type { Problem, Span } from './problem.js';

export type Scalar = string | number | boolean | null;

/** A config value that knows where it was written; spans are left out where there is no text. */
export type Tree =
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, TreeEntry>; readonly span?: Span }
  | { readonly kind: 'list'; readonly items: readonly Tree[]; readonly span?: Span }
  | { readonly kind: 'scalar'; readonly value: Scalar; readonly span?: Span };

interface TreeEntry {
  readonly keySpan?: Span;
  readonly value: Tree;
}

/** One node of a format's own syntax tree, seen without that format. */
export type View<N> =
  | { readonly kind: 'object'; readonly entries: readonly ViewEntry<N>[]; readonly span?: Span }
  | { readonly kind: 'list'; readonly items: readonly N[]; readonly span?: Span }
  | { readonly kind: 'scalar'; readonly value: unknown; readonly span?: Span };

export interface ViewEntry<N> {
  readonly key: unknown;
  readonly keySpan?: Span;
  readonly value: N;
}

/** Deepest nesting and most values of a config: far above any real one, far below what hurts. */
export const maxDepth = 64;
const maxValues = 10_000;

/** A parsed config: a tree, or what is wrong with the text. */
export type Parsed = { readonly tree: Tree } | { readonly problems: readonly Problem[] };

/**
 * Builds the tree from a format's own nodes. What no format may contain is refused here, for all of them: keys that
 * reach prototypes, duplicate keys, keys and values that JSON does not know, and trees too deep or too large (aliases
 * are followed, so a bomb of them is a large tree).
 */
export function growTree<N>(root: N, view: (node: N) => View<N>): Parsed {
  const problems: Problem[] = [];
  let values = 0;
  const grow = (node: N, path: KeyPath): Tree => {
    const seen = view(node);
    const span = seen.span && { span: seen.span };
    const refuse = (message: string, at: { span?: Span } = span ?? {}): Tree => {
      problems.push({ path, message, ...at });
      return { kind: 'scalar', value: null };
    };
    if (path.length > maxDepth) return refuse(`nested deeper than ${maxDepth} levels`);
    if (++values > maxValues) return values === maxValues + 1 ? refuse(`more than ${maxValues} values`) : nothing;
    if (seen.kind === 'list') {
      return { kind: 'list', items: seen.items.map((item, i) => grow(item, [...path, i])), ...span };
    }
    if (seen.kind === 'scalar') {
      return isScalar(seen.value) ? { kind: 'scalar', value: seen.value, ...span } : refuse('is not a plain value');
    }
    const entries = new Map<string, TreeEntry>();
    for (const { key, keySpan, value } of seen.entries) {
      const at = keySpan ? { span: keySpan } : {};
      if (typeof key !== 'string') refuse('a key must be text', at);
      else if (isForbiddenKey(key)) refuse(`the key '${key}' is not allowed`, at);
      else if (entries.has(key)) refuse(`the key '${formatPath([...path, key])}' is given twice`, at);
      else entries.set(key, { ...(keySpan && { keySpan }), value: grow(value, [...path, key]) });
    }
    return { kind: 'object', entries, ...span };
  };
  const tree = grow(root, []);
  return problems.length > 0 ? { problems } : { tree };
}

const nothing: Tree = { kind: 'scalar', value: null };

const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** The plain value of a tree, with objects that have no prototype: a key can only ever be a key. */
export function plainValue(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(plainValue);
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, { value }] of tree.entries) object[key] = plainValue(value);
  return object;
}

/** The node at `path`; null where there is none. */
export function nodeAt(tree: Tree, path: KeyPath): Tree | null {
  const [key, ...rest] = path;
  if (key === undefined) return tree;
  const child = childOf(tree, key);
  return child ? nodeAt(child, rest) : null;
}

/** Where `path` is written, or the nearest thing around it; `at: 'key'` gives the place of its last key. */
export function locate(tree: Tree, path: KeyPath, at: 'key' | 'value' = 'value'): Span | undefined {
  const [key, ...rest] = path;
  const child = key === undefined ? undefined : childOf(tree, key);
  if (child === undefined) return tree.span;
  const keySpan = tree.kind === 'object' ? tree.entries.get(String(key))?.keySpan : undefined;
  return at === 'key' && rest.length === 0 && keySpan ? keySpan : locate(child, rest, at);
}

const childOf = (tree: Tree, key: string | number): Tree | undefined => {
  if (tree.kind === 'list') return tree.items[Number(key)];
  return tree.kind === 'object' ? tree.entries.get(String(key))?.value : undefined;
};
