import { graphDef } from './graph.js';
import type { SessionOptions } from './session-options.js';
import type { Feed, PassGraph } from './step-graph.js';

/** What the addon of `lr-tool setup` gives (see src/provision/session-addon.ts). */
export interface SessionAddon {
  open(
    graphDef: Uint8Array,
    config: Uint8Array,
    runOptions: Uint8Array,
    feeds: readonly Pick<Feed, 'name' | 'type' | 'shape'>[],
    fetches: readonly string[],
  ): unknown;
  run(session: unknown, inputs: readonly ArrayBufferView[], outputs: readonly ArrayBufferView[]): void;
  close(session: unknown): void;
}

export interface Session {
  /** Arrays in the order of the graph's feeds and fetches; the latter are written. */
  run(inputs: readonly ArrayBufferView[], outputs: readonly ArrayBufferView[]): void;
  close(): void;
}

/** TensorFlow's own optimizer of graphs (fusion of kernels, constant folding) is on by default. */
export function openSession(
  addon: SessionAddon,
  { nodes, feeds, fetches }: PassGraph,
  { config, runOptions }: SessionOptions,
): Session {
  const handle = addon.open(graphDef(nodes), config, runOptions, feeds, fetches);
  return {
    run: (inputs, outputs) => addon.run(handle, inputs, outputs),
    close: () => addon.close(handle),
  };
}
