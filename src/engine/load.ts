import { type Backend, backends } from '../base/backends.js';
import { LrToolError, machineError, reasonOf } from '../base/errors.js';
import type { Engine, Trainer } from './engine.js';

/** How each backend is opened, in the order of preference. */
export type Loaders = Readonly<Record<Backend, () => Promise<Engine>>>;

/** The only place in the program where TensorFlow can enter. */
const loaders: Loaders = {
  native: async () => (await import('./tfjs/native.js')).openNative(),
  wasm: async () => (await import('./tfjs/wasm.js')).openWasm(),
  cpu: async () => (await import('./tfjs/cpu.js')).openCpu(),
};

/** Backends that were tried in vain, and why. */
export type Failures = ReadonlyMap<Backend, unknown>;

export interface LoadedEngine {
  readonly engine: Engine;
  readonly failures: Failures;
}

/**
 * Opens an engine that has passed its self-test: `auto` takes the first of native, wasm, cpu; a backend asked for by
 * name is never replaced by another.
 *
 * Error: ENGINE_UNAVAILABLE (exit 3), with the reason of each backend tried.
 */
export async function loadEngine(wanted: Backend | 'auto', from: Loaders = loaders): Promise<LoadedEngine> {
  const failures = new Map<Backend, unknown>();
  for (const backend of wanted === 'auto' ? backends : [wanted]) {
    try {
      const engine = await from[backend]();
      await engine.selfTest(); // importing proves nothing: tfjs-node on Node 23 imports well and throws at the first operation
      return { engine, failures };
    } catch (why) {
      if (why instanceof LrToolError && why.blame === 'user') throw why; // another backend would hide a mistake
      failures.set(backend, why);
    }
  }
  const reasons = [...failures].map(([backend, why]) => `${backend}: ${reasonOf(why)}`);
  const [first] = failures.values();
  throw machineError(
    'ENGINE_UNAVAILABLE',
    wanted === 'auto' ? `no engine works here (${reasons.join('; ')})` : `--backend ${reasons[0]}`,
    {
      hint: wanted !== 'auto' && first instanceof LrToolError && first.hint ? first.hint : 'run `lr-tool doctor`',
      cause: first,
    },
  );
}

/** What was taken, and why not a better one: "engine wasm; not native: it is not installed". */
export function engineNote(
  { engine, failures }: LoadedEngine,
  trainer?: Pick<Trainer, 'mode' | 'whyNotFaster'>,
): string {
  const skipped = [...failures].map(([backend, why]) => `; not ${backend}: ${reasonOf(why)}`);
  return `engine ${engine.backend}${trainer ? modeNote(engine, trainer) : ''}${skipped.join('')}`;
}

/** ", fused"; or the mode and why it is no faster one, on the backend that has several. */
function modeNote({ backend }: Engine, { mode, whyNotFaster }: Pick<Trainer, 'mode' | 'whyNotFaster'>): string {
  if (backend !== 'native') return '';
  return whyNotFaster === null ? `, ${mode}` : `, ${mode}: ${whyNotFaster}`;
}
