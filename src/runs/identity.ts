import { createHash, type Hash } from 'node:crypto';
import { shownValue } from '../base/shown.js';
import { leavesOf } from '../config/origins.js';
import type { RunConfig } from '../config/run-config.js';
import type { Dataset } from '../datasets/dataset.js';
import type { Schedule } from '../schedules/schedule.js';
import type { Run } from './prepare.js';

/** What decides the bits of a training: one that goes on from a snapshot has to agree in all of it. */
export interface Identity {
  readonly tool: string;
  readonly config: RunConfig;
  readonly engine: {
    readonly backend: string;
    readonly mode: string;
    readonly versions: Readonly<Record<string, string>>;
  };
  /** Hashes: of all examples with their targets, scaling and split; of layers; of the rate and momentum of every update. */
  readonly data: string;
  readonly model: string;
  readonly schedule: string;
}

/** The schedule over its epochs, as `planOf` gives it. */
export interface PlannedRates {
  readonly at: Schedule;
  readonly momentum: Schedule | null;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
}

export function identityOf({ tool, config, engine, trainer, dataset }: Run, plan: PlannedRates): Identity {
  return {
    tool,
    config,
    engine: { backend: engine.backend, mode: trainer.mode, versions: engine.versions },
    data: dataHash(dataset),
    model: hashOf((hash) => hash.update(`${trainer.parameters} ${layersText(trainer.topology())}`)),
    schedule: scheduleHash(plan),
  };
}

/** Keys of the config that change no bit of a training; of the engine, what became of the choice is compared. */
const withoutEffect = ['find', 'backend', 'engineMode', 'train.checkpointEvery'];

/**
 * What of a training is not as it was saved, each as the field with both values: "train.epochs is 12 and was 10". Of the
 * tool's version the patch may differ.
 *
 * @param ratesFound the rates were found by a range test, so a config that leaves them out agrees
 */
export function differencesOf(saved: Identity, now: Identity, ratesFound: boolean): string[] {
  const minor = (version: string) => version.split('.', 2).join('.');
  const compared = (identity: Identity) => {
    const { tool, config, engine } = identity;
    const { versions, ...how } = engine;
    const leaves = leavesOf(config).map(({ path, value }) => [path.join('.'), value] as const);
    const decisive = leaves.filter(
      ([path]) => !withoutEffect.some((key) => path === key || path.startsWith(`${key}.`)),
    );
    return new Map<string, unknown>([
      ['lr-tool', minor(tool)],
      ...decisive,
      ...Object.entries({ ...how, ...versions }),
    ]);
  };
  const before = compared(saved);
  const after = compared(now);
  const differences = [...new Set([...before.keys(), ...after.keys()])].flatMap((field) => {
    const [was, is] = [before.get(field), after.get(field)];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    if (ratesFound && is === undefined && field.startsWith('train.schedule.')) return [];
    return [`${field} is ${shownValue(is)} and was ${shownValue(was)}`];
  });
  if (differences.length > 0) return differences;
  const hashed = { data: 'the examples', model: 'the layers', schedule: 'the rates of the schedule' } as const;
  return Object.entries(hashed).flatMap(([field, what]) =>
    saved[field as keyof typeof hashed] === now[field as keyof typeof hashed] ? [] : [`${field}: ${what} are others`],
  );
}

/** Names that TensorFlow.js counts up in a process stand for the order they come in: what is named is compared, not the count. */
function layersText(topology: unknown): string {
  const places = new Map<unknown, string>();
  JSON.stringify(topology, (key, value) => {
    if (key === 'name' && !places.has(value)) places.set(value, `#${places.size}`);
    return value;
  });
  return JSON.stringify(topology, (_, value) => places.get(value) ?? value);
}

function dataHash({ inputs, targets, train, validation }: Dataset): string {
  const { multiply, add } = inputs.scaling;
  return hashOf((hash) => {
    hash.update(JSON.stringify([inputs.shape, targets.kind, inputs.values.constructor.name]));
    for (const scale of [multiply, add]) addNumbers(hash, typeof scale === 'number' ? Float64Array.of(scale) : scale);
    const known = targets.kind === 'classes' ? targets.labels : targets.values;
    for (const numbers of [inputs.values, known, train, validation]) addNumbers(hash, numbers);
  });
}

const scheduleHash = ({ at, momentum, totalSteps, stepsPerEpoch }: PlannedRates) =>
  hashOf((hash) => {
    for (const rates of [at, momentum]) {
      for (let first = 0; rates && first < totalSteps; first += stepsPerEpoch) {
        addNumbers(
          hash,
          Float64Array.from({ length: stepsPerEpoch }, (_, i) => rates(first + i)),
        );
      }
    }
  });

type Numbers = Uint8Array | Int32Array | Float32Array | Float64Array;

/** With their length in front, so that no two lists of arrays look alike. */
function addNumbers(hash: Hash, { buffer, byteOffset, byteLength }: Numbers): void {
  hash.update(`${byteLength} `).update(new Uint8Array(buffer, byteOffset, byteLength));
}

function hashOf(fill: (hash: Hash) => void): string {
  const hash = createHash('sha256');
  fill(hash);
  return hash.digest('hex');
}
