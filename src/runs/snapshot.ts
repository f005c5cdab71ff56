import { fromJsonNumber, type JsonNumber, jsonNumber } from '../base/json-number.js';
import type { NamedWeight, TrainerState } from '../engine/engine.js';
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

export interface SnapshotData {
  readonly step: number;
  readonly lr: number | null;
  readonly sums: Position['sums'];
  readonly panel: Position['control']['panel'];
  readonly scale: number;
  readonly keptEpoch: number | null;
  readonly epochs: readonly PackedEpoch[];
  readonly best: { readonly epoch: number; readonly score: number } | null;
  readonly stepsPerEpoch: number;
  readonly spent: Snapshot['spent'];
}

/** JSON has no token for numbers that are not finite, and metrics may be that. */
type PackedEpoch = Omit<EpochEvent, 'validation'> & {
  readonly validation: { readonly loss: JsonNumber; readonly metrics: Readonly<Record<string, JsonNumber>> } | null;
};

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

/** The snapshot again, equal in every bit. */
export function unpackSnapshot({ data, tensors }: PackedSnapshot): Snapshot {
  const { step, lr, sums, panel, scale, keptEpoch, stepsPerEpoch, best, spent } = data;
  const find = (name: string) => tensors.find((tensor) => tensor.name === name)?.values;
  const [lrs, losses, trainer] = ['steps.lr', 'steps.loss', 'trainer'].map((name) => find(name)!);
  const momenta = find('steps.momentum');
  const epochs = data.epochs.map((event): EpochEvent => ({ ...event, validation: unpacked(event.validation) }));
  const weights = tensors
    .filter(({ name }) => name.startsWith(bestPrefix))
    .map((tensor) => ({ ...tensor, name: tensor.name.slice(bestPrefix.length) }) as NamedWeight);
  return {
    position: {
      step,
      lr,
      sums,
      control: {
        panel,
        scale,
        kept: keptEpoch === null ? null : { epoch: keptEpoch, state: find('kept') as Uint8Array },
      },
    },
    trainer: trainer as Uint8Array,
    steps: Array.from({ length: step }, (_, i) => ({
      kind: 'step',
      step: i,
      epoch: 1 + Math.floor(i / stepsPerEpoch),
      lr: lrs![i]!,
      ...(momenta && { momentum: momenta[i]! }),
      loss: losses![i]!,
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
