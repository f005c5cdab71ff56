import { pathToFileURL } from 'node:url';
import { reasonOf, userError } from '../base/errors.js';
import { growTree, type Parsed, type View } from './tree.js';

/** Runs a config that is a program. Its default export is the config, or a function (also async) that returns it. */
export async function runCodeConfig(path: string): Promise<Parsed> {
  const failed = (why: string, cause?: unknown) =>
    userError('CONFIG_CODE_FAILED', `${path}: ${why}`, {
      hint: 'its default export must be the config, or a function that returns it',
      cause,
    });
  let exported: unknown;
  try {
    const module: { default?: unknown } = await import(pathToFileURL(path).href);
    exported = typeof module.default === 'function' ? await module.default() : module.default;
  } catch (error) {
    throw failed(reasonOf(error), error);
  }
  if (typeof exported !== 'object' || exported === null) throw failed('gives no config');
  return growTree<unknown>(exported, view);
}

function view(value: unknown): View<unknown> {
  if (Array.isArray(value)) return { kind: 'list', items: value };
  if (typeof value !== 'object' || value === null) return { kind: 'scalar', value };
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined); // as JSON.stringify does
  return { kind: 'object', entries: entries.map(([key, inner]) => ({ key, value: inner })) };
}
