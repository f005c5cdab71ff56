import { type Backend, backends } from '../../base/backends.js';
import { LrToolError, reasonOf } from '../../base/errors.js';
import type { LoadedEngine } from '../../engine/load.js';
import type { Machine } from '../../provision/machine.js';
import { findNative } from '../../provision/native-location.js';
import { testBinding } from '../../provision/self-test.js';
import type { BackendCheck, BackendState } from './report.js';
import { stepTime } from './step-time.js';

export interface Probe {
  readonly machine: Machine;
  /** The binding of tfjs-node's own install script, or null. */
  readonly ownBinding: string | null;
  /** Opens an engine and has it compute known answers. */
  readonly load: (backend: Backend) => Promise<LoadedEngine>;
  readonly now: () => number;
}

/** What each backend can do, best first. A failure is an answer here, never an error. */
export async function checkBackends(probe: Probe): Promise<BackendCheck[]> {
  const checks: BackendCheck[] = [];
  for (const backend of backends) checks.push(await checkBackend(backend, probe)); // one is active at a time
  return checks;
}

async function checkBackend(backend: Backend, probe: Probe): Promise<BackendCheck> {
  const crash = backend === 'native' ? await crashOfNative(probe) : null;
  if (crash !== null) return failure(backend, 'loads but fails', crash, 'type: lr-tool setup --force');
  const { load, now } = probe;
  const started = now();
  try {
    const { engine } = await load(backend);
    const opened = now();
    await engine.selfTest();
    const tested = now();
    const { mode, versions } = engine;
    const times = { openMs: opened - started, selfTestMs: tested - opened, msPerStep: await stepTime(engine, now) };
    return { backend, state: 'works', ...times, mode, versions, why: null, remedy: null };
  } catch (error) {
    const fault = error instanceof LrToolError ? (error.cause ?? error) : error; // the loader wraps the backend's own error
    const known = fault instanceof LrToolError ? fault : null;
    const remedy = known?.hint ?? 'install the packages again: npm ci';
    return failure(backend, (known && states[known.code]) ?? 'loads but fails', reasonOf(fault), remedy);
  }
}

/** Opens it in another process first: a library that does not fit the processor takes its process with it. */
async function crashOfNative({ machine, ownBinding }: Probe): Promise<string | null> {
  const found = findNative(machine);
  const path = found.ok ? found.bindingPath : ownBinding;
  if (path === null) return null;
  const test = await testBinding(machine, path);
  return test.ok ? null : test.why;
}

const failure = (backend: Backend, state: BackendState, why: string, remedy: string): BackendCheck => ({
  ...{ backend, state, openMs: null, selfTestMs: null, msPerStep: null, mode: null, versions: {}, why, remedy },
});

/** What the codes of the engine's errors mean here. */
const states: Readonly<Record<string, BackendState>> = {
  NATIVE_ABSENT: 'absent',
  NATIVE_NOT_BUILT: 'without binding',
  NATIVE_DAMAGED: 'damaged',
  NATIVE_WILL_NOT_OPEN: 'will not open',
};
