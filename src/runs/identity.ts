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
    /** Of weights and optimizer state. */
    readonly dtype: 'float32';
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
    engine: { backend: engine.backend, mode: trainer.mode, dtype: 'float32', versions: engine.versions },
    data: dataHash(dataset),
    model: hashOf((hash) => hash.update(`${trainer.parameters} ${layersText(trainer.topology())}`)),
    schedule: scheduleHash(plan),
  };
}

/** What can be told of a run before its data and engine are loaded. */
export type Intent = Pick<Identity, 'tool' | 'config'>;

/** Keys of the config that change no bit of a training; of the engine, what became of the choice is compared. */
const withoutEffect = ['find', 'backend', 'engineMode', 'train.checkpointEvery'];

/** Keys that are chosen by the data where they are left out. */
const chosenByData = ['loss', 'metrics'];

const lies = (field: string, keys: readonly string[]) =>
  keys.some((key) => field === key || field.startsWith(`${key}.`));

/**
 * What of a training is not as it was saved, each as the field with both values: "train.epochs is 12 and was 10". Of the
 * tool's version the patch may differ.
 *
 * @param ratesFound the rates were found by a range test, so a config that leaves them out agrees
 */
export function intentDifferences(saved: Intent, now: Intent, ratesFound: boolean): string[] {
  const minor = (version: string) => version.split('.', 2).join('.');
  const fieldsOf = ({ tool, config }: Intent) => [
    ['lr-tool', minor(tool)] as const,
    ...leavesOf(config)
      .map(({ path, value }) => [path.join('.'), value] as const)
      .filter(([field]) => !lies(field, withoutEffect)),
  ];
  const mayBeLeftOut = [...chosenByData, ...(ratesFound ? ['train.schedule'] : [])];
  return fieldDifferences(fieldsOf(saved), fieldsOf(now), (field) => lies(field, mayBeLeftOut));
}

/** The same of the whole run. What it is named by comes first: examples, layers and rates are compared where all that agrees. */
export function differencesOf(saved: Identity, now: Identity, ratesFound: boolean): string[] {
  const engineFields = ({ engine: { versions, ...how } }: Identity) => Object.entries({ ...how, ...versions });
  const differences = [
    ...intentDifferences(saved, now, ratesFound),
    ...fieldDifferences(engineFields(saved), engineFields(now)),
  ];
  if (differences.length > 0) return differences;
  const hashed = { data: 'the examples', model: 'the layers', schedule: 'the rates of the schedule' } as const;
  return Object.entries(hashed).flatMap(([field, what]) =>
    saved[field as keyof typeof hashed] === now[field as keyof typeof hashed] ? [] : [`${field}: ${what} are others`],
  );
}

/** Short lists as they are typed. */
const shown = (value: unknown) =>
  Array.isArray(value) && JSON.stringify(value).length <= 40 ? JSON.stringify(value) : shownValue(value);

type Fields = Iterable<readonly [string, unknown]>;

function fieldDifferences(saved: Fields, now: Fields, mayBeLeftOut = (_: string) => false): string[] {
  const [before, after] = [new Map(saved), new Map(now)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((field) => {
    const [was, is] = [before.get(field), after.get(field)];
    if (JSON.stringify(was) === JSON.stringify(is) || (is === undefined && mayBeLeftOut(field))) return [];
    return [`${field} is ${shown(is)} and was ${shown(was)}`];
  });
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

/** Of all examples with their targets, scaling and split. */
export function dataHash({ inputs, targets, train, validation }: Dataset): string {
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
