import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { arch, env, platform } from 'node:process';
import { type LrToolError, machineError, reasonOf } from '../../base/errors.js';
import { threadsIn } from '../../base/threads.js';
import { findFused } from '../../provision/fused-addon.js';
import { type FoundNative, findNative } from '../../provision/native-location.js';
import { openAddon, openBinding } from '../../provision/open-binding.js';
import { ownBinding } from '../../provision/tfjs-node.js';
import type { SessionAddon } from '../compiled/session.js';
import type { Engine } from '../engine.js';
import type { FusedAddon } from '../fused/addon.js';
import { type Device, deviceOf, type Graphs } from './device.js';
import { type Binding, type Recorder, recorderOf } from './recording.js';
import { core, type NativeBackend, requireNative, resolveNative, type Tensor } from './tensorflow.js';
import { tfjsEngine } from './tfjs-engine.js';

const stay = 'or stay on --backend wasm';

/**
 * TensorFlow's C library, through the optional package tfjs-node: its JavaScript from node_modules, its binding from
 * the cache that `lr-tool setup` fills, else from where the package's own install script puts it.
 *
 * Errors, one for each state it can be in: NATIVE_ABSENT, NATIVE_NOT_BUILT (present without its compiled addon),
 * NATIVE_DAMAGED (files of the cache are missing), NATIVE_WILL_NOT_OPEN (the addon or libtensorflow does not fit this
 * machine), NATIVE_FAILED; THREADS where LR_TOOL_THREADS is no number of threads.
 */
export async function openNative(): Promise<Engine> {
  const threads = threadsIn(env['LR_TOOL_THREADS']);
  const place = locate();
  supplyRemovedFunctions();
  try {
    opened ??= open(place, threads);
  } catch (cause) {
    throw whyNot(cause);
  }
  if (!(await core.setBackend('tensorflow'))) {
    throw machineError('NATIVE_FAILED', 'the native engine does not start', {
      hint: `run \`lr-tool doctor\`, ${stay}`,
    });
  }
  return tfjsEngine(
    deviceOf(
      'native',
      'tensorflow',
      { ...opened.versions, intraOpThreads: env['TF_NUM_INTRAOP_THREADS'] ?? 'default' },
      { copiesInput: false, graphs: opened.graphs, fused: opened.fused }, // it keeps the caller's array until its first use
    ),
  );
}

/** TensorFlow.js keeps one backend of a name per process: opening again gives the one that is registered. */
let opened: ReturnType<typeof open> | undefined;

function open(place: Installed, threads: number | null) {
  if (threads !== null) env['TF_NUM_INTRAOP_THREADS'] = String(threads); // read once, when it is opened
  env['TF_CPP_MIN_LOG_LEVEL'] ??= '1'; // without "MLIR V1 optimization pass is not enabled" at the first graph
  const { NodeJSKernelBackend, version } = requireNative();
  const binding = openBinding(place) as Binding & { readonly TF_Version: string };
  const recorder = recorderOf(binding);
  const backend = new NodeJSKernelBackend(recorder.binding, '@tensorflow/tfjs-node');
  core.registerBackend('tensorflow', () => backend);
  const fused = openFused();
  return {
    versions: {
      'tfjs-node': version,
      libtensorflow: binding.TF_Version,
      ...(!('why' in fused) && { 'fused kernels': fused.kernels() }),
    },
    graphs: graphsOf(place, recorder, backend),
    fused,
  };
}

/** Without them a step runs as a graph. */
function openFused(): Device['fused'] {
  const path = findFused({ env, home: homedir(), platform, arch });
  if (path === null) return { why: 'the fused kernels are not built; run `lr-tool setup`' };
  try {
    return openAddon(path) as FusedAddon;
  } catch (cause) {
    return { why: `the fused kernels do not open (${reasonOf(cause)}); run \`lr-tool setup --force\`` };
  }
}

/** Without the addon everything runs all the same, one operation after another. */
function graphsOf(
  { sessionPath }: Installed,
  recorder: Recorder<Binding>,
  backend: NativeBackend,
): Graphs | { readonly why: string } {
  const remedy = 'run `lr-tool setup --force`';
  if (sessionPath === null) return { why: `the native engine was built without what runs graphs; ${remedy}` };
  let addon: SessionAddon;
  try {
    addon = openAddon(sessionPath) as SessionAddon;
  } catch (cause) {
    return { why: `what runs graphs does not open (${reasonOf(cause)}); ${remedy}` };
  }
  const idOf = (tensor: Tensor) => backend.getInputTensorIds([tensor])[0]!;
  const { record, mark } = recorder;
  return { addon, record, mark, idOf, noteRead: (tensor) => recorder.noteRead(idOf(tensor)) };
}

type Installed = Pick<Extract<FoundNative, { ok: true }>, 'bindingPath' | 'quietPath' | 'sessionPath'>;

/** Looks for the files first: what can be known without loading anything is told in a plain sentence. */
function locate(): Installed {
  let folder: string;
  try {
    folder = dirname(resolveNative());
  } catch (cause) {
    throw machineError('NATIVE_ABSENT', 'the native engine is not installed', {
      hint: `type: npm install --ignore-scripts @tensorflow/tfjs-node && npx lr-tool setup, ${stay}`,
      cause,
    });
  }
  const provisioned = findNative({ env, home: homedir(), platform, arch });
  if (provisioned.ok) return provisioned;
  const own = ownBinding(folder);
  if (own !== null) return { bindingPath: own, quietPath: null, sessionPath: null };
  if (provisioned.state === 'damaged') {
    throw machineError('NATIVE_DAMAGED', `the native engine is damaged: ${provisioned.why}`, {
      hint: `run \`lr-tool setup\`, which builds it again, ${stay}`,
    });
  }
  throw machineError('NATIVE_NOT_BUILT', 'the native engine is installed without its compiled part', {
    hint: `run \`lr-tool setup\`, which builds it, ${stay}`,
  });
}

/**
 * tfjs-node 4.22 calls two functions of node:util that Node 23 no longer has (tensorflow/tfjs#8609), and for which Node 22
 * prints a warning.
 */
function supplyRemovedFunctions(): void {
  const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  util['isNullOrUndefined'] = (value: unknown) => value === null || value === undefined;
  util['isArray'] = Array.isArray;
}

function whyNot(cause: unknown): LrToolError {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ERR_DLOPEN_FAILED') {
    return machineError('NATIVE_WILL_NOT_OPEN', `the native engine does not fit this machine: ${reasonOf(cause)}`, {
      hint: `run \`lr-tool setup --force\` to build it here (glibc Linux and macOS), ${stay}`,
      cause,
    });
  }
  return machineError('NATIVE_FAILED', `the native engine fails while it is loaded: ${reasonOf(cause)}`, {
    hint: `run \`lr-tool doctor\`, ${stay}`,
    cause,
  });
}
