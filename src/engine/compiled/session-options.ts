import { encode, int, message, text } from '../../base/protobuf.js';
import type { Trace } from './trace.js';
import { flops } from './work.js';

/** Serialized ConfigProto and RunOptions. */
export interface SessionOptions {
  readonly config: Uint8Array;
  readonly runOptions: Uint8Array;
}

/**
 * From here on, operations that do not wait for each other run side by side; below, handing them to other threads costs
 * more than it saves. Measured on 2 cores: a step of 45 MFLOP takes 0.92 ms by itself and 1.09 ms side by side, one of
 * 1,300 MFLOP 7.8 and 6.9 ms.
 */
const worthThreads = 200e6;

/**
 * How the graph of a trace runs: a function of its size alone, so that a run can be repeated. Each operation uses the
 * threads of TensorFlow's common pool either way (LR_TOOL_THREADS).
 *
 * ConfigProto: experimental 16 { executor_type 3 }; RunOptions: inter_op_thread_pool 3, where -1 is the caller's thread.
 * https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/protobuf/config.proto
 */
export function sessionOptions(trace: Trace): SessionOptions {
  if (flops(trace) >= worthThreads) return { config: encode(), runOptions: encode() };
  return { config: encode(message(16, text(3, 'SINGLE_THREADED_EXECUTOR'))), runOptions: encode(int(3, -1)) };
}
