import { geometricBetween, linearBetween } from '../../../src/base/numbers.js';
import { withWarmup } from '../../../src/schedules/combine.js';
import { through } from '../../../src/schedules/interpolation.js';
import type { Schedule } from '../../../src/schedules/schedule.js';
import { type Args, type MomentumReference, ours, type Reference } from './ours.js';

const combinedCosine = ({ pct, start, middle, end, total_updates: n }: Args): Schedule =>
  through(
    [
      { step: 0, value: start },
      { step: pct * n, value: middle },
      { step: n, value: end },
    ],
    'cosine',
  );

/** A rise is our fall read backwards; a fall is our rise upside down. */
function polynomial({ start, end, power, total_updates: n }: Args): Schedule {
  const rise = ours('polynomial', { maxLr: Math.max(start, end), baseLr: Math.min(start, end), steps: n, power });
  return end >= start ? (t) => rise(n - t) : (t) => start + end - rise(n - t);
}

export const fastaiReferences: Record<string, Reference> = {
  'fastai fit_flat_cos': ({ lr, total_updates, div_final = 1e5, pct_start = 0.75 }) =>
    ours('flat-cosine', { maxLr: lr, baseLr: lr / div_final, steps: total_updates, flat: pct_start }),
  'fastai fit_one_cycle': ({ lr_max, total_updates, div = 25, div_final = 1e5, pct_start = 0.25 }) =>
    ours('one-cycle', {
      maxLr: lr_max,
      baseLr: lr_max / div,
      finalDivFactor: div_final / div,
      steps: total_updates,
      pctStart: pct_start,
      compat: 'fastai',
    }),
  'fastai combined_cos': combinedCosine,
  'fastai fit_sgdr': ({ n_cycles, cycle_len, lr_max, cycle_mult = 2, batches_per_epoch }) =>
    ours('repeat', {
      maxLr: lr_max,
      schedule: { name: 'cosine' },
      period: cycle_len * batches_per_epoch,
      tMul: cycle_mult,
      cycles: n_cycles,
    }),
  'fastai SchedLin':
    ({ start, end, total_updates }) =>
    (t) =>
      linearBetween(start, end, t / total_updates),
  'fastai SchedCos': ({ start, end, total_updates }) =>
    withWarmup(ours('constant', { maxLr: end }), total_updates, { from: start, shape: 'cosine' }),
  'fastai SchedExp':
    ({ start, end, total_updates }) =>
    (t) =>
      geometricBetween(start, end, t / total_updates),
  'fastai SchedPoly': polynomial,
};

export const fastaiMomenta: Record<string, MomentumReference> = {
  'fastai fit_one_cycle'({ moms: [start, middle, end] = [0.95, 0.85, 0.95], pct_start: pct = 0.25, total_updates }) {
    return combinedCosine({ pct, start, middle, end, total_updates });
  },
};
