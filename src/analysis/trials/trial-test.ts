/** A few updates at one rate, from the initial weights, on the same batches as all others of its test. */
export interface RateTrial {
  /** 0: no updates, the losses of the batches by the initial weights. */
  readonly lr: number;
  /** Of each batch, before its update. */
  readonly loss: readonly number[];
  readonly stop: 'completed' | 'diverged' | 'non-finite' | 'interrupted';
}

/** What the trials say. */
export type TrialVerdict =
  | { readonly ok: true; readonly lr: number; readonly why: string[] }
  | { readonly ok: false; readonly why: string[] };

/** A number, or a list of them, that a test can be given. */
export interface TrialOption {
  /** Long flag, which names it in reports too. */
  readonly flag: string;
  readonly text: string;
  readonly fallback: readonly number[];
  readonly fits: (value: number) => boolean;
  /** What fits, for the error. */
  readonly what: string;
}

/** By flag. */
export type TrialValues = Readonly<Record<string, readonly number[]>>;

/** A test of learning rates by short trials, as a fold over those done so far. */
export interface TrialTest {
  readonly name: string;
  /** One line for help. */
  readonly summary: string;
  /** What it does and how it decides. */
  readonly description: string;
  readonly source: string;
  readonly options: readonly TrialOption[];
  /** All updates see the first batch. */
  readonly oneBatch: boolean;
  /** The rate to be tried next; null where the test is over. */
  readonly next: (trials: readonly RateTrial[], values: TrialValues) => number | null;
  readonly verdict: (trials: readonly RateTrial[], values: TrialValues) => TrialVerdict;
}

export const single = (values: TrialValues, flag: string): number => values[flag]![0]!;

export const stepsOption = (fallback: number): TrialOption => ({
  flag: '--steps',
  text: 'updates of each trial',
  fallback: [fallback],
  fits: (value) => Number.isInteger(value) && value >= 4 && value <= 1_000_000,
  what: 'a whole number of 4 or more',
});

export const isRate = (value: number): boolean => value > 0 && Number.isFinite(value);
