import { geometricBetween, linearBetween, partOf } from '../base/numbers.js';

export type SweepMode = 'exponential' | 'linear';

export interface PeerSweep {
  readonly mode: SweepMode;
  readonly startLr: number;
  readonly endLr: number;
  /** Batches requested. */
  readonly steps: number;
}

/** The learning rates that a tool uses for a sweep, in order of use: not always as many as requested. */
interface SweepOfPeer {
  readonly name: string;
  /** Which formula, in one line. */
  readonly summary: string;
  readonly source: string;
  readonly modes: readonly SweepMode[];
  readonly rates: (sweep: PeerSweep) => number[];
}

const between = { exponential: geometricBetween, linear: linearBetween } as const;

/** `count` rates, number i lying part(i) of the way; parts above 1 lead past endLr. */
function ratesAt({ mode, startLr, endLr }: PeerSweep, count: number, part: (i: number) => number): number[] {
  return Array.from({ length: count }, (_, i) => {
    if (part(i) <= 1) return between[mode](startLr, endLr, part(i));
    const ratio = endLr / startLr;
    return mode === 'exponential' ? endLr * ratio ** (part(i) - 1) : startLr + (endLr - startLr) * part(i);
  });
}

/** fastai raises shorter sweeps to this many batches without a word. */
const fastaiLeast = 6;

/** How other finders space their learning rates: s = startLr, e = endLr, n = steps, i = 0-based number of the batch. */
export const peerSweeps = [
  {
    name: 'davidtvs',
    summary: 'part i / (n - 1): both ends are hit',
    source: 'https://github.com/davidtvs/pytorch-lr-finder at 76df305',
    modes: ['exponential', 'linear'],
    rates: (sweep) => ratesAt(sweep, sweep.steps, (i) => partOf(i, sweep.steps)),
  },
  {
    name: 'fastai',
    summary: 'part i / n: endLr is never used; n is at least 6',
    source: 'https://github.com/fastai/fastai at 0a049e8, callback/schedule.py',
    modes: ['exponential'],
    rates: (sweep) => {
      const steps = Math.max(sweep.steps, fastaiLeast);
      return ratesAt(sweep, steps, (i) => i / steps);
    },
  },
  {
    name: 'lightning',
    summary: 's, then part (i + 1) / n: part 1 / n is skipped',
    source: 'https://github.com/Lightning-AI/pytorch-lightning at 2.6.6, tuner/lr_finder.py',
    modes: ['exponential', 'linear'],
    rates: (sweep) => ratesAt(sweep, sweep.steps, (i) => (i === 0 ? 0 : (i + 1) / sweep.steps)),
  },
  {
    name: 'ignite',
    summary: 'n + 1 batches; exponential: part (i + 1) / n, the last one past endLr; linear: part i / n',
    source: 'https://github.com/pytorch/ignite at de08e79, handlers/lr_finder.py',
    modes: ['exponential', 'linear'],
    rates: (sweep) => {
      const shift = sweep.mode === 'exponential' ? 1 : 0;
      return ratesAt(sweep, sweep.steps + 1, (i) => (i + shift) / sweep.steps);
    },
  },
  {
    name: 'keras-lr-finder',
    summary: 'part i / n: endLr is never used',
    source: 'https://github.com/surmenok/keras_lr_finder at 3c8fe71',
    modes: ['exponential'],
    rates: (sweep) => ratesAt(sweep, sweep.steps, (i) => i / sweep.steps),
  },
] as const satisfies readonly SweepOfPeer[];
