import type { FindSnapshot, SweepPosition } from './find-snapshot.js';
import type { SweepPlace } from './sweep.js';

/** Long range tests are saved as often as this unasked: few are long enough. */
const unaskedEveryMs = 30_000;

export interface SavingOptions {
  /** Null: nothing is saved. */
  readonly save: ((snapshot: FindSnapshot) => Promise<void>) | null;
  /** Updates of a sweep from one checkpoint to the next; 0: by the clock alone. */
  readonly every: number;
  /** Sweeps that have ended, at the time of asking. */
  readonly finished: () => FindSnapshot['finished'];
  /** Where it went on: that place needs no other checkpoint. */
  readonly from: FindSnapshot['current'];
}

/** Saves a range test where that is due. */
export interface SweepSaving {
  /** Before an update of a sweep, or where it ends there. */
  at(number: number, place: SweepPlace, ending: boolean): Promise<void>;
  /** Where the range test ends before it is done; nothing where its last place was saved. */
  ending(): Promise<void>;
}

export function sweepSaving({ save, every, finished, from }: SavingOptions): SweepSaving {
  let savedAt = performance.now();
  let ended = false;
  const isDue = (number: number, step: number) =>
    (every > 0 && step % every === 0 && !(number === from?.number && step === from.loss.length)) ||
    performance.now() - savedAt >= unaskedEveryMs;
  return {
    async at(number, { capture, ...place }, ending) {
      if (save === null || !(ending || isDue(number, place.loss.length))) return;
      const position: SweepPosition = { ...place, trainer: await capture() };
      await save({ finished: finished(), current: { number, ...position } });
      savedAt = performance.now();
      ended ||= ending;
    },
    async ending() {
      if (save !== null && !ended) await save({ finished: finished(), current: null });
    },
  };
}
