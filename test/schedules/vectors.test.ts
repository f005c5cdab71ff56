import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Case, references } from './references.js';

const { cases }: { cases: Case[] } = JSON.parse(
  readFileSync(new URL('../vectors/schedules.json', import.meta.url), 'utf8'),
);

/** Largest difference in units of what the vectors' own precision allows; at most 1 is a match. */
function worst(one: Case, at: (step: number) => number): number {
  const single = one.precision === 'float32';
  const relative = Math.max(single ? 2e-6 : 1e-12, one.rtol ?? 0);
  const scale = Math.max(...one.lr.map(Math.abs));
  const absolute = Math.max((single ? 4e-7 : 1e-15) * scale, one.atol ?? 0);
  return one.steps.reduce((most, step, k) => {
    const pastTheEnd = one.reference.endsWith('OneCycleLR') && step >= (one.horizon ?? step + 1); // ours is flat there
    if (one.quirk_steps?.includes(step) || pastTheEnd) return most;
    const wanted = one.lr[k]!;
    return Math.max(most, Math.abs(at(step) - wanted) / (relative * Math.abs(wanted) + absolute));
  }, 0);
}

/** References that nothing of ours is held to yet. */
const unmapped = [
  'fastai SchedPoly',
  'fastai fit_sgdr',
  'optax.schedules.cosine_onecycle_schedule',
  'optax.schedules.exponential_decay',
  'optax.schedules.join_schedules',
  'optax.schedules.linear_onecycle_schedule',
  'optax.schedules.piecewise_interpolate_schedule',
  'optax.schedules.warmup_constant_schedule',
  'optax.schedules.warmup_exponential_decay_schedule',
  'seed formula LRFinder.linear',
  'seed formula SGDRScheduler',
  'timm.scheduler.CosineLRScheduler',
  'timm.scheduler.MultiStepLRScheduler',
  'timm.scheduler.PolyLRScheduler',
  'timm.scheduler.StepLRScheduler',
  'timm.scheduler.TanhLRScheduler',
  'titu1994/keras-one-cycle clr.OneCycleLR',
  'torch.optim.lr_scheduler.ChainedScheduler',
  'torch.optim.lr_scheduler.MultiplicativeLR',
  'torch.optim.lr_scheduler.SequentialLR',
];

/** Cases of mapped references that nothing of ours is held to, and why. */
const leftOut: readonly (readonly [RegExp, string])[] = [
  [/^torch\.CyclicLR\.A7$|^tfa\..*Cyclical.*\.A4$/, 'half cycles that are no whole number of updates'],
  [
    /^clr\.(triangular\.A[23]|triangular2\.A[67]|exp_range\.A1[01]|custom-.*\.A1[4589])$/,
    'several fits, or such half cycles',
  ],
  [/^transformers\.(cosine.*|warmup_stable_decay)\.A\d$/, 'not mapped yet'],
];
const isLeftOut = (id: string) => leftOut.some(([pattern]) => pattern.test(id));

it('every reference is mapped or listed as not mapped', () => {
  const all = [...new Set(cases.map(({ reference }) => reference))].toSorted();
  expect([...Object.keys(references), ...unmapped].toSorted()).toEqual(all);
});

it('what is left out is really left out', () => {
  const absent = cases.filter((one) => references[one.reference]?.(one.args, one) === null).map(({ id }) => id);
  expect(absent).toEqual(cases.map(({ id }) => id).filter(isLeftOut));
});

describe.each(Object.keys(references))('%s', (reference) => {
  const known = cases.filter((one) => one.reference === reference);
  it('has cases', () => expect(known.length).toBeGreaterThan(0));
  it.each(known.filter(({ id }) => !isLeftOut(id)).map((one) => [one.id, one] as const))('%s', (_, one) => {
    const at = references[reference]!(one.args, one);
    expect(worst(one, at!)).toBeLessThanOrEqual(1);
  });
});
