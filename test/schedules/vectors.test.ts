import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { momenta, references } from './references/all.js';
import type { Case } from './references/ours.js';

const { cases }: { cases: Case[] } = JSON.parse(
  readFileSync(new URL('../vectors/schedules.json', import.meta.url), 'utf8'),
);

/** Largest difference in units of what the vectors' own precision allows; at most 1 is a match. */
function worst(one: Case, wanted: readonly number[], at: (step: number) => number | undefined): number {
  const single = one.precision === 'float32';
  const relative = Math.max(single ? 2e-6 : 1e-12, one.rtol ?? 0);
  const scale = Math.max(...wanted.map(Math.abs));
  const absolute = Math.max((single ? 4e-7 : 1e-15) * scale, one.atol ?? 0);
  return one.steps.reduce((most, step, k) => {
    if (one.quirk_steps?.includes(step) || isPastTheEnd(one, step)) return most;
    const difference = Math.abs(at(step)! - wanted[k]!);
    return Math.max(most, difference / (relative * Math.abs(wanted[k]!) + absolute));
  }, 0);
}

/** PyTorch lets OneCycleLR go one step past its end, where rates may be negative, and then raises; ours is flat there. */
const isPastTheEnd = ({ reference, horizon }: Case, step: number) =>
  reference.endsWith('OneCycleLR') && reference.startsWith('torch') && step >= (horizon ?? step + 1);

/** Cases that no schedule of ours is held to, and why. */
const leftOut: Readonly<Record<string, string>> = {
  'torch.ChainedScheduler.A6': 'a recursion over the rates before it: with eta_min it is no product of schedules',
  'torch.ChainedScheduler.A7': 'the same',
};

it('every reference is mapped', () => {
  expect(Object.keys(references).toSorted()).toEqual([...new Set(cases.map(({ reference }) => reference))].toSorted());
  expect(Object.keys(momenta).toSorted()).toEqual(
    [...new Set(cases.flatMap(({ reference, momentum }) => (momentum ? [reference] : [])))].toSorted(),
  );
});

it('what is left out does differ', () => {
  for (const id of Object.keys(leftOut)) {
    const one = cases.find((known) => known.id === id)!;
    expect(worst(one, one.lr, references[one.reference]!(one.args, one)), id).toBeGreaterThan(1);
  }
});

const named = (some: readonly Case[]) => some.map((one) => [one.id, one] as const);

describe.each(Object.keys(references))('%s', (reference) => {
  const known = cases.filter((one) => one.reference === reference && !(one.id in leftOut));
  it('has cases', () => expect(known.length).toBeGreaterThan(0));
  it.each(named(known))('%s', (_, one) =>
    expect(worst(one, one.lr, references[reference]!(one.args, one))).toBeLessThanOrEqual(1),
  );
});

describe('the momentum of', () => {
  it.each(named(cases.filter(({ momentum }) => momentum)))('%s', (_, one) =>
    expect(worst(one, one.momentum!, momenta[one.reference]!(one.args, one))).toBeLessThanOrEqual(1),
  );
});
