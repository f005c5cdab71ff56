import { bool, encode, int, message, text } from './protobuf.js';
import { type PassGraph, type Feed } from './step-graph.js';
import { graphDef } from './graph.js';

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

/**
 * TensorFlow's optimizer (fusion of kernels, constant folding) is on by default. ConfigProto: inter_op threads 5,
 * experimental 16 { executor_type 3 }; RunOptions: inter_op_thread_pool 3, where -1 is the caller's own thread.
 * https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/protobuf/config.proto
 */
export function openSession(addon: SessionAddon, { nodes, feeds, fetches }: PassGraph, parallel: boolean): Session {
  const config = parallel ? encode(bool(9, true), int(5, 2)) : encode(message(16, text(3, 'SINGLE_THREADED_EXECUTOR')));
  const runOptions = parallel ? encode() : encode(int(3, -1));
  const handle = addon.open(graphDef(nodes), config, runOptions, feeds, fetches);
  return {
    run: (inputs, outputs) => addon.run(handle, inputs, outputs),
    close: () => addon.close(handle),
  };
}
