import type { z } from 'zod';
import { type RandomStream, randomStream } from '../../src/base/random.js';
import type { runConfig } from '../../src/config/run-config.js';

type Config = z.input<typeof runConfig>;

/** What a case is trained on and by. */
export interface Arithmetic {
  readonly backend: 'wasm' | 'native';
  readonly engineMode: 'fused' | 'compiled' | 'eager';
}

/** When a process is killed. */
export type Kill =
  /** So many milliseconds after its start. */
  | { readonly at: 'start'; readonly afterMs: number }
  /** So many milliseconds after its first checkpoint of at least so many updates. */
  | { readonly at: 'training'; readonly step: number; readonly afterMs: number }
  /** So many milliseconds after a file began to be written, of the first checkpoint after so many updates. */
  | { readonly at: 'save'; readonly step: number; readonly afterMs: number };

/** A training and the moments at which it is killed, one process after another. */
export interface CrashCase {
  readonly number: number;
  readonly config: Config;
  readonly kills: readonly Kill[];
}

const optimizers = ['sgd', 'momentum', 'adam', 'adamw', 'rmsprop'] as const;
const schedules = [
  { name: 'clr', maxLr: 0.05, baseLr: 0.01 },
  { name: 'one-cycle', maxLr: 0.05 },
  { name: 'cosine-restarts', maxLr: 0.05, firstCycle: '3ep' },
] as const;

const epochs = 8;
/** 160 training rows in batches of 8. */
const updatesPerEpoch = 20;
const updates = epochs * updatesPerEpoch;
const killsOfTraining = 3;
const startMs = 700;

/** Case `number` of a campaign: every 20 in a row have every engine with every optimizer. */
export function crashCase(seed: number, number: number, engines: readonly Arithmetic[]): CrashCase {
  const random = randomStream(seed, 'crash', number);
  const engine = engines[number % engines.length]!;
  const optimizer = optimizers[Math.floor(number / engines.length) % optimizers.length]!;
  const model = { name: 'mlp' as const, hidden: [12, 6], dropout: 0.2, batchNorm: engine.engineMode !== 'fused' };
  return {
    number,
    config: {
      dataset: { name: 'moons', rows: 200, validation: 0.2 },
      model,
      optimizer: { name: optimizer },
      batchSize: 8,
      seed: random.below(1e6),
      ...engine,
      train: {
        epochs,
        schedule: schedules[random.below(schedules.length)]!,
        checkpointEvery: 1 + random.below(6),
        accumulate: 1 + random.below(2),
        plateau: { patience: 0, factor: 0.7, threshold: 10, thresholdMode: 'abs' },
        ...(random.below(2) === 0 && { earlyStopping: { patience: 6 } }),
      },
    },
    kills: killsOf(random),
  };
}

/** Four: one at any time of a start, one aimed into a save, the others spread over the training. */
function killsOf(random: RandomStream): Kill[] {
  const aimed = random.below(killsOfTraining);
  const kills = Array.from({ length: killsOfTraining }, (_, i): Kill => {
    const step = Math.floor(((i + random.uniform()) / (killsOfTraining + 2)) * (updates / 2));
    if (i === aimed) return { at: 'save', step, afterMs: 4 * random.uniform() };
    return { at: 'training', step, afterMs: 40 * random.uniform() };
  });
  kills.splice(random.below(killsOfTraining + 1), 0, { at: 'start', afterMs: startMs * random.uniform() });
  return kills;
}
