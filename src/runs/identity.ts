import { createHash, type Hash } from 'node:crypto';
import { z } from 'zod';
import { shownValue } from '../base/shown.js';
import { leavesOf } from '../config/origins.js';
import type { Dataset } from '../datasets/dataset.js';
import type { Schedule } from '../schedules/schedule.js';
import type { Run } from './prepare.js';
import { savedConfig } from './saved-data.js';

const sha256 = z.string();

/** What decides the bits of a training: one that goes on from a snapshot has to agree in all of it. */
export const savedIdentity = z
  .object({
    tool: z.string(),
    config: savedConfig,
    engine: z
      .object({
        backend: z.string(),
        mode: z.string(),
        dtype: z.string().describe('of weights and optimizer state'),
        versions: z.record(z.string(), z.string()).readonly(),
      })
      .readonly(),
    data: sha256.describe('of all examples with their targets, scaling and split'),
    model: sha256.describe('of the layers'),
    schedule: sha256
      .exactOptional()
      .describe('of the rate and momentum of every update; the config of a range test says all'),
  })
  .readonly();
export type Identity = z.output<typeof savedIdentity>;

/** The schedule over its epochs, as `planOf` gives it. */
export interface PlannedRates {
  readonly at: Schedule;
  readonly momentum: Schedule | null;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
}

/** What computes, and how. */
export const engineOf = ({ engine, trainer }: Pick<Run, 'engine' | 'trainer'>): Identity['engine'] => ({
  backend: engine.backend,
  mode: trainer.mode,
  dtype: 'float32',
  versions: engine.versions,
});

/** @param plan of a training */
export function identityOf(run: Run, plan?: PlannedRates): Identity {
  const { tool, config, trainer, dataset } = run;
  return {
    tool,
    config,
    engine: engineOf(run),
    data: dataHash(dataset),
    model: hashOf((hash) => hash.update(`${trainer.parameters} ${layersText(trainer.topology())}`)),
    ...(plan && { schedule: scheduleHash(plan) }),
  };
}

/** What can be told of a run before its data and engine are loaded. */
export type Intent = Pick<Identity, 'tool' | 'config'>;

/** How a run may differ from what was saved. */
export interface Leeway {
  /** Keys of the config that may change. */
  readonly free: readonly string[];
  /** Keys that may be left out: their values were found. */
  readonly found: readonly string[];
}

/** Keys that are chosen by the data where they are left out. */
const chosenByData = ['loss', 'metrics'];

/**
 * Of a training: what changes no bit of it is free, and of the engine what became of the choice is compared.
 *
 * @param ratesFound its rates were found by a range test
 */
export const trainingLeeway = (ratesFound: boolean): Leeway => ({
  free: ['find', 'backend', 'engineMode', 'train.checkpointEvery'],
  found: ratesFound ? ['train.schedule'] : [],
});

/** Of a range test: of what decides its curves, the engine is compared by what became of the choice. */
export const rangeTestLeeway: Leeway = { free: ['train', 'backend', 'engineMode', 'find.checkpointEvery'], found: [] };

const lies = (field: string, keys: readonly string[]) =>
  keys.some((key) => field === key || field.startsWith(`${key}.`));

/**
 * What of a run is not as it was saved, each as the field with both values: "train.epochs is 12 and was 10". Of the tool's
 * version the patch may differ.
 */
export function intentDifferences(saved: Intent, now: Intent, { free, found }: Leeway): string[] {
  const minor = (version: string) => version.split('.', 2).join('.');
  const fieldsOf = ({ tool, config }: Intent) => [
    ['lr-tool', minor(tool)] as const,
    ...leavesOf(config)
      .map(({ path, value }) => [path.join('.'), value] as const)
      .filter(([field]) => !lies(field, free)),
  ];
  return fieldDifferences(fieldsOf(saved), fieldsOf(now), (field) => lies(field, [...chosenByData, ...found]));
}

/** The same of what computes: "backend is 'wasm' and was 'native'". */
export function engineDifferences(saved: Partial<Identity['engine']>, now: Partial<Identity['engine']>): string[] {
  const fieldsOf = ({ versions, ...how }: Partial<Identity['engine']>) => Object.entries({ ...how, ...versions });
  return fieldDifferences(fieldsOf(saved), fieldsOf(now));
}

/** What is told where hashes differ. */
const hashed = { data: 'the examples', model: 'the layers', schedule: 'the rates of the schedule' } as const;

export const hashDifference = (field: keyof typeof hashed): string => `${field}: ${hashed[field]} are others`;

/** The same of the whole run: examples, layers and rates are compared where all that has a name agrees. */
export function differencesOf(saved: Identity, now: Identity, leeway: Leeway): string[] {
  const differences = [...intentDifferences(saved, now, leeway), ...engineDifferences(saved.engine, now.engine)];
  if (differences.length > 0) return differences;
  const fields = Object.keys(hashed) as (keyof typeof hashed)[];
  return fields.filter((field) => saved[field] !== now[field]).map(hashDifference);
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

const dataHashes = new WeakMap<Dataset, string>();

/** Of all examples with their targets, scaling and split; computed once for a data set. */
export function dataHash(dataset: Dataset): string {
  const known = dataHashes.get(dataset);
  if (known !== undefined) return known;
  const { inputs, targets, train, validation } = dataset;
  const { multiply, add } = inputs.scaling;
  const computed = hashOf((hash) => {
    hash.update(JSON.stringify([inputs.shape, targets.kind, inputs.values.constructor.name]));
    for (const scale of [multiply, add]) addNumbers(hash, typeof scale === 'number' ? Float64Array.of(scale) : scale);
    const numbers = targets.kind === 'classes' ? targets.labels : targets.values;
    for (const part of [inputs.values, numbers, train, validation]) addNumbers(hash, part);
  });
  dataHashes.set(dataset, computed);
  return computed;
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
