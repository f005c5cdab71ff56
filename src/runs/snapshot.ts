import { z } from 'zod';
import { fromJsonNumber, jsonNumber } from '../base/json-number.js';
import type { ControllerKey } from '../controllers/all.js';
import type { NamedWeight, TrainerState } from '../engine/engine.js';
import { savedAs, savedNumber, savedValues } from './saved-data.js';
import type { EpochEvent, Position, StepEvent } from './train.js';

/** The best epoch so far. */
export interface BestEpoch {
  readonly weights: readonly NamedWeight[];
  readonly epoch: EpochEvent;
  /** Lower is better. */
  readonly score: number;
}

/** A training between two updates, whole: what goes on from it ends with the same bits, and with the same report. */
export interface Snapshot {
  readonly position: Position;
  readonly trainer: TrainerState;
  /** All updates so far. */
  readonly steps: readonly StepEvent[];
  readonly epochs: readonly EpochEvent[];
  readonly best: BestEpoch | null;
  /** Milliseconds so far, for the report. */
  readonly spent: { readonly trainMs: number; readonly stepMs: number };
}

/** A snapshot as files hold it: plain data, and named arrays for what is large. */
export interface PackedSnapshot {
  readonly data: SnapshotData;
  readonly tensors: readonly PackedTensor[];
}

export interface PackedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Uint8Array | Float32Array | Float64Array;
}

const count = z.int().min(0);
const rate = z.number().min(0);

/** JSON has no token for numbers that are not finite, and metrics may be that. */
const packedEpoch = z.object({
  kind: z.literal('epoch'),
  epoch: z.int().min(1),
  step: count,
  lr: rate,
  loss: z.number(),
  validation: z.object({ loss: savedNumber, metrics: z.record(z.string(), savedNumber) }).nullable(),
  actions: z
    .array(
      z.object({
        controller: z.custom<ControllerKey>((key) => typeof key === 'string'),
        action: z.enum(['reduce-lr', 'raise-lr', 'stop']),
        lr: z.tuple([rate, rate]).readonly().exactOptional(),
        why: z.string(),
      }),
    )
    .readonly(),
});
type PackedEpoch = z.output<typeof packedEpoch>;

/** What a controller keeps is its own. */
const member = z.object({ state: z.unknown(), lr: rate });

export const snapshotData = z.object({
  step: count,
  lr: rate.nullable(),
  sums: z.object({ loss: z.number(), rows: count }),
  panel: z.object({ members: z.record(z.string(), member) }).nullable(),
  scale: rate,
  keptEpoch: count.nullable(),
  epochs: z.array(packedEpoch),
  best: z.object({ epoch: z.int().min(1), score: z.number() }).nullable(),
  stepsPerEpoch: z.int().min(1),
  spent: z.object({ trainMs: z.number(), stepMs: z.number() }),
});
export type SnapshotData = z.output<typeof snapshotData>;

const bestPrefix = 'best/';

export function packSnapshot(snapshot: Snapshot, stepsPerEpoch: number): PackedSnapshot {
  const { position, trainer, steps, epochs, best, spent } = snapshot;
  const { step, lr, sums, control } = position;
  const bytes = (name: string, values: Uint8Array): PackedTensor => ({ name, shape: [values.length], values });
  const column = (name: string, of: (event: StepEvent) => number): PackedTensor => ({
    name,
    shape: [steps.length],
    values: Float64Array.from(steps, of),
  });
  const moved = steps[0]?.momentum !== undefined;
  return {
    data: {
      step,
      lr,
      sums,
      panel: control.panel,
      scale: control.scale,
      keptEpoch: control.kept?.epoch ?? null,
      epochs: epochs.map((event) => ({ ...event, validation: packed(event.validation) })),
      best: best && { epoch: best.epoch.epoch, score: best.score },
      stepsPerEpoch,
      spent,
    },
    tensors: [
      column('steps.lr', (event) => event.lr),
      column('steps.loss', (event) => event.loss),
      ...(moved ? [column('steps.momentum', ({ momentum }) => momentum!)] : []),
      bytes('trainer', trainer),
      ...(control.kept ? [bytes('kept', control.kept.state)] : []),
      ...(best?.weights ?? []).map((weight) => ({ ...weight, name: `${bestPrefix}${weight.name}` })),
    ],
  };
}

/**
 * The snapshot again, equal in every bit.
 *
 * @throws Error with what is wrong, as the end of a sentence
 */
export function unpackSnapshot({
  data,
  tensors,
}: {
  readonly data: unknown;
  readonly tensors: PackedSnapshot['tensors'];
}): Snapshot {
  const { step, lr, sums, panel, scale, keptEpoch, stepsPerEpoch, best, spent, ...rest } = savedAs(snapshotData, data);
  const column = (name: string) => savedValues(tensors, name, Float64Array, step);
  const bytes = (name: string) => savedValues(tensors, name, Uint8Array, null);
  const [lrs, losses] = [column('steps.lr'), column('steps.loss')];
  const momenta = tensors.some(({ name }) => name === 'steps.momentum') ? column('steps.momentum') : null;
  const epochs = rest.epochs.map((event): EpochEvent => ({ ...event, validation: unpacked(event.validation) }));
  const weights = tensors
    .filter(({ name }) => name.startsWith(bestPrefix))
    .map(({ name, shape }) => ({
      name: name.slice(bestPrefix.length),
      shape,
      values: savedValues(tensors, name, Float32Array, null),
    }));
  if (best !== null && best.epoch > epochs.length) throw new Error(`its best epoch, ${best.epoch}, is not there`);
  return {
    position: {
      step,
      lr,
      sums,
      control: { panel, scale, kept: keptEpoch === null ? null : { epoch: keptEpoch, state: bytes('kept') } },
    },
    trainer: bytes('trainer'),
    steps: Array.from({ length: step }, (_, i) => ({
      kind: 'step',
      step: i,
      epoch: 1 + Math.floor(i / stepsPerEpoch),
      lr: lrs[i]!,
      ...(momenta && { momentum: momenta[i]! }),
      loss: losses[i]!,
    })),
    epochs,
    best: best && { weights, epoch: epochs[best.epoch - 1]!, score: best.score },
    spent,
  };
}

function packed(validation: EpochEvent['validation']): PackedEpoch['validation'] {
  if (validation === null) return null;
  const metrics = Object.entries(validation.metrics).map(([name, value]) => [name, jsonNumber(value)]);
  return { loss: jsonNumber(validation.loss), metrics: Object.fromEntries(metrics) };
}

function unpacked(validation: PackedEpoch['validation']): EpochEvent['validation'] {
  if (validation === null) return null;
  const metrics = Object.entries(validation.metrics).map(([name, value]) => [name, fromJsonNumber(value)]);
  return { loss: fromJsonNumber(validation.loss), metrics: Object.fromEntries(metrics) };
}
