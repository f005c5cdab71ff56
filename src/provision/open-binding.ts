import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Loads an addon that lies beside the binding, after it. */
export const openAddon = (path: string): unknown => require(path);

/**
 * Loads the native addon of tfjs-node into this process. What TensorFlow says on stderr while it starts is not shown
 * where the quiet addon is at hand: `lr-tool doctor` loads it aloud.
 *
 * @returns the addon's exports, as the constructor of `NodeJSKernelBackend` takes them
 * @throws what the loader of the system says, e.g. that a library is missing
 */
export function openBinding(found: { readonly bindingPath: string; readonly quietPath: string | null }): unknown {
  if (found.quietPath === null) return require(found.bindingPath);
  const { hush, restore } = require(found.quietPath) as { hush(): void; restore(): void };
  hush();
  try {
    return require(found.bindingPath);
  } finally {
    restore();
  }
}
