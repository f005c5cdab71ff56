import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildOptimizer, optimizerConfig, optimizerNames, optimizers } from '../../src/optimizers/all.js';
import type { Optimizer } from '../../src/optimizers/optimizer.js';
import { advance, start, type Training } from './training.js';

/** Files of the folder that are no optimizer. */
const machinery = ['all', 'clip', 'define', 'heavy-ball', 'moments', 'optimizer', 'params', 'traits', 'weight-decay'];

it('has one file for each optimizer, and no other', () => {
  const files = readdirSync(new URL('../../src/optimizers', import.meta.url)).map((file) => file.replace(/\.ts$/, ''));
  expect(files.filter((file) => !machinery.includes(file)).sort()).toEqual([...optimizerNames].sort());
});

it('refuses an unknown name', () => {
  expect(optimizerConfig.safeParse({ name: 'adamm' }).success).toBe(false);
});

interface Form {
  readonly name: string;
  readonly compat?: string;
  readonly weightDecay?: number;
  readonly [param: string]: unknown;
}
const extraForms: Readonly<Record<string, readonly object[]>> = {
  sgd: [{ momentum: 0.8, dampening: 0.3 }],
  adam: [{ amsgrad: true }],
  adamw: [{ weightDecay: 0 }],
  rmsprop: [
    { momentum: 0.8, centered: true },
    { momentum: 0.8, compat: 'keras' },
  ],
  ftrl: [{ l1: 0.01, l2: 0.02, l2Shrinkage: 0.03, beta: 1 }],
};
/** Every optimizer in every form it takes, where a parameter changes the slots or the formula. */
const forms: readonly Form[] = optimizers.flatMap(({ name }) => [
  { name },
  { name, compat: 'keras' },
  { name, weightDecay: 0.1, decoupled: false },
  { name, weightDecay: 0.1, decoupled: true },
  ...(extraForms[name] ?? []).map((extra) => ({ name, ...extra })),
]);
const build = (form: object) => buildOptimizer(optimizerConfig.parse(form));

describe.each(optimizers.map((spec) => [spec.name, spec] as const))('%s', (name, spec) => {
  const config = optimizerConfig.parse({ name });
  it('survives JSON', () => {
    expect(optimizerConfig.parse(JSON.parse(JSON.stringify(config)))).toEqual(config);
  });
  it('refuses a misspelt parameter', () => {
    expect(() => optimizerConfig.parse({ ...config, weightdecay: 0 })).toThrow(/weightdecay/);
  });
  it('refuses numbers that mean nothing', () => {
    for (const wrong of [{ weightDecay: -1 }, { weightDecay: Number.NaN }, { clipNorm: 0 }, { compat: 'jax' }]) {
      expect(optimizerConfig.safeParse({ name, ...wrong }).success, JSON.stringify(wrong)).toBe(false);
    }
  });
  it('says what it is, where it comes from and what each parameter does', () => {
    expect(spec.summary).toMatch(/^[a-zA-Z].{10,70}$/);
    expect(spec.source).toMatch(/arXiv:\d{4}\.\d{4,5}|https:\/\/\S+/);
    for (const [param, schema] of Object.entries(spec.params)) expect(schema.description, param).toBeTruthy();
  });
  it('carries the clipping that was asked for, and none by itself', () => {
    expect(build({ name }).clip).toEqual({ norm: undefined, value: undefined });
    expect(build({ name, clipNorm: 2, clipValue: 0.5 }).clip).toEqual({ norm: 2, value: 0.5 });
  });
});

const named = (some: readonly Form[]) => some.map((form) => [JSON.stringify(form), form] as const);
/** Keras' ftrl starts at 0 whatever the initial weights, and has no update with lr 0. */
const restless = (form: Form) => form.name === 'ftrl' && form.compat === 'keras';
/** Decay and penalties act without a gradient. */
const decays = (form: Form) => 'l1' in form || (form.weightDecay ?? (form.name === 'adamw' ? 0.01 : 0)) > 0;
const weights = [1, -2, 0, Math.fround(1e-3)];

it.each(named(forms.filter((form) => !restless(form))))('%s never moves a weight at lr 0', (_, form) => {
  const optimizer = build(form);
  let training = start(optimizer, weights);
  for (const gradient of [1, -0.5, 0, 3]) training = advance(optimizer, training, Array(4).fill(gradient), 0);
  expect([...training.weight]).toEqual(weights);
});

it.each(named(forms.filter((form) => form.compat !== 'keras')))('%s stands still at lr 0 in mid-course', (_, form) => {
  const optimizer = build(form);
  let training = start(optimizer, weights);
  for (let k = 0; k < 7; k++) training = advance(optimizer, training, [1, -1, 0.5, -0.2], 0.1);
  expect(advance(optimizer, training, [1, 2, 3, 4], 0).weight).toEqual(training.weight);
});

it.each(named(forms.filter((form) => !restless(form) && !decays(form))))(
  '%s leaves a weight without gradient',
  (_, form) => {
    const optimizer = build(form);
    let training = start(optimizer, weights);
    for (let k = 0; k < 20; k++) training = advance(optimizer, training, [0, 0, 0, 0], 0.1);
    expect([...training.weight]).toEqual(weights);
  },
);

describe.each(named(forms))('%s', (_, form) => {
  const optimizer = build(form);

  it('keeps slots of the weight, by the names it declares, finite at the start', () => {
    const names = Object.keys(optimizer.slots);
    const { slots } = advance(optimizer, start(optimizer, [1, -2, 3]), [0.5, 0, -0.5], 0.1);
    expect(Object.keys(slots).sort()).toEqual([...names].sort());
    for (const name of names) {
      expect(Number.isFinite(optimizer.slots[name]!.initial)).toBe(true);
      expect(slots[name]).toHaveLength(3);
    }
  });

  it('computes coefficients from lr and count alone, in any order', () => {
    const counts = [1, 2, 3, 10, 1000, 100_000];
    const forward = counts.map((t) => optimizer.coefficients(0.1, t));
    expect(counts.map((_, i) => optimizer.coefficients(0.1, counts.at(-1 - i)!)).reverse()).toEqual(forward);
    expect(counts.map((t) => build(form).coefficients(0.1, t))).toEqual(forward);
    for (const numbers of forward) for (const value of Object.values(numbers)) expect(value).toSatisfy(Number.isFinite);
    const names = Object.keys(optimizer.coefficients(0, 1)); // a compiled update has these parameters, once and for all
    for (const numbers of forward) expect(Object.keys(numbers)).toEqual(names);
  });

  it('goes on from (weights, slots, count) to the same bits, wherever it stopped', () => {
    const gradient = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 3, maxLength: 3 });
    const steps = fc.array(fc.tuple(gradient, fc.double({ min: 1e-6, max: 0.5, noNaN: true })), { minLength: 1 });
    fc.assert(
      fc.property(steps, (run) => {
        const unbroken = [start(optimizer, [1, -2, 0.5])];
        for (const [g, lr] of run) unbroken.push(advance(optimizer, unbroken.at(-1)!, g, lr));
        for (const [k, stopped] of unbroken.entries()) {
          const other = build(form);
          const resumed = run.slice(k).reduce((at, [g, lr]) => advance(other, at, g, lr), restored(saved(stopped)));
          expect(saved(resumed)).toEqual(saved(unbroken.at(-1)!));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('keeps its inputs as they were', () => {
    const before = advance(optimizer, start(optimizer, [1, -2, 3]), [1, 2, 3], 0.1);
    const bytes = saved(before);
    advance(optimizer, before, [1, 2, 3], 0.1);
    expect(saved(before)).toEqual(bytes);
  });

  it('comes down a bowl of unequal curvatures', () => {
    expect(lossAfter(optimizer, 1000, bowlLr(form.name))).toBeLessThan(lossOf([1, -1]) * 1e-3);
  });
});

/** loss = (x^2 + 10 y^2) / 2, from (1, -1), under a rate that falls to 0 in a straight line. */
function lossAfter(optimizer: Optimizer, steps: number, lr: number): number {
  let training = start(optimizer, [1, -1]);
  for (let k = 0; k < steps; k++) {
    const [x, y] = training.weight as unknown as [number, number];
    training = advance(optimizer, training, [x, 10 * y], lr * (1 - k / steps));
  }
  return lossOf(training.weight);
}
const lossOf = ([x, y]: ArrayLike<number> & Iterable<number>) => (x! * x! + 10 * y! * y!) / 2;
/** Adadelta and adagrad-like ones divide by what they have seen; the paper's rate for adadelta is 1. */
const bowlLr = (name: string) => (name === 'adadelta' ? 1 : ['adagrad', 'ftrl'].includes(name) ? 0.5 : 0.02);

/** As a checkpoint keeps them: the bytes of each tensor, by name, and the count. */
const saved = ({ weight, slots, t }: Training) => ({
  t,
  tensors: Object.entries({ weight, ...slots })
    .map(([name, values]) => [name, Buffer.from(values.buffer).toString('base64')] as const)
    .sort(),
});
function restored({ t, tensors }: ReturnType<typeof saved>): Training {
  const read = tensors.map(([name, bytes]) => [
    name,
    new Float32Array(Uint8Array.from(Buffer.from(bytes, 'base64')).buffer),
  ]);
  const { weight, ...slots } = Object.fromEntries(read) as Record<string, Float32Array>;
  return { weight: weight!, slots, t };
}
