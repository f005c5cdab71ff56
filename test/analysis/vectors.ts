import { readFileSync } from 'node:fs';

/** Strict JSON has no word for them: "NaN", "Infinity", "-Infinity". */
export type Recorded = number | string;

interface Expected {
  readonly index: number | null;
  readonly error?: string;
  /** The reference's float32 result was decided by rounding. */
  readonly unstable?: boolean;
}

interface Vectors {
  readonly cases: readonly {
    readonly id: string;
    readonly family: string;
    readonly num_it: number;
    readonly lr: readonly number[];
    readonly loss: readonly Recorded[];
    readonly expected: Readonly<Record<string, Expected>>;
  }[];
  readonly smoothing: readonly (Readonly<Record<SmoothingColumn, readonly Recorded[]>> & {
    readonly id: string;
    readonly stop: {
      readonly davidtvs_diverge_th_5: { readonly recorded: number; readonly stopped: boolean };
      readonly fastai_4x: { readonly stop_index: number | null };
      readonly lightning_4x: { readonly recorded: number; readonly stopped: boolean };
    };
  })[];
}

export type SmoothingColumn =
  | 'raw'
  | 'davidtvs_smooth_f_0.05'
  | 'fastai_avg_smooth_0.98'
  | 'debiased_ema_0.9'
  | 'debiased_ema_0.98'
  | 'lightning_2.6.6';

/** Produced by the packages themselves; see the note in the file. */
export const vectors: Vectors = JSON.parse(
  readFileSync(new URL('../vectors/suggestions.json', import.meta.url), 'utf8'),
);
