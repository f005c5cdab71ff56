import { describe, expect, it } from 'vitest';
import { suggestAll } from '../../../src/analysis/suggest/all.js';
import { indexGradient } from '../../../src/analysis/suggest/index-gradient.js';
import { kerasLrFinder } from '../../../src/analysis/suggest/keras-lr-finder.js';

const places = Array.from({ length: 100 }, (_, i) => i);
const b = places.map((i) => {
  const a = Math.log10(1e-7 * 1e8 ** (i / 100));
  return 0.8 + 1.5 / (1 + Math.exp((a + 3) / 0.35)) + 10 ** (2 * (a - 0.25));
});
const curves = {
  A: {
    lr: places.map((i) => 1e-8 * 1e8 ** ((i + 1) / 100)),
    loss: places.map((i) => -50 + (i * 100) / 99).map((x) => (-x * x - 30 * x + 4000) / 1000),
  },
  B: { lr: places.map((i) => 1e-7 * 1e8 ** (i / 100)), loss: b },
  C: { lr: places.map((i) => 1e-7 * 1e8 ** (i / 100)), loss: b.map((loss, i) => loss + 0.02 * Math.sin(1.7 * i)) },
};

/** Index by the tools' own code, or by two re-implementations that agree (fastai's rules; fixed decimals as published). */
const published = {
  A: {
    'index-gradient': 94,
    'lightning-pre-2.5.3': 98,
    lightning: 40,
    ignite: 98,
    valley: 64,
    slide: 10,
    minimum: 94,
    steep: 93,
  },
  B: {
    'index-gradient': 50,
    'lightning-pre-2.5.3': 50,
    lightning: 40,
    ignite: 50,
    valley: 42,
    slide: 17,
    minimum: 75,
    steep: 49,
  },
  C: {
    'index-gradient': 50,
    'lightning-pre-2.5.3': 50,
    lightning: 13,
    ignite: 50,
    valley: 56,
    slide: 19,
    minimum: 73,
    steep: 49,
  },
} as const;

describe.each(Object.entries(curves))('curve %s', (name, curve) => {
  it('B has the losses of the note', () => {
    const at = (i: number) => Number(b[i]!.toFixed(6));
    expect([at(0), at(50), at(60), at(75), at(99)]).toEqual([2.299984, 1.55, 0.938482, 0.808094, 22.677637]);
  });
  it('is answered as by the tools', () => {
    const answers = suggestAll(curve, { steps: 100, smoothed: true });
    const indices = Object.keys(published.A).map((rule) => [rule, answers[rule]!.ok ? answers[rule]!.index : null]);
    expect(Object.fromEntries(indices)).toEqual(published[name as keyof typeof published]);
  });
  it('keras_lr_finder with sma 1 and 20', () => {
    const expected = { A: [94, 94], B: [50, 60], C: [50, 58] }[name];
    expect([1, 20].map((sma) => kerasLrFinder({ sma }).suggest(curve, { steps: 100 }))).toMatchObject(
      expected!.map((index) => ({ ok: true, index })),
    );
  });
});

it("davidtvs's own three vectors", () => {
  const { suggest } = indexGradient({ skipStart: 0, skipEnd: 0 });
  const at = (loss: number[]) => suggest({ lr: [...loss.keys()], loss }, { steps: loss.length });
  expect([at([10, 8, 4, 1, 4, 16]), at([1, 0, 1, 2, 3, 4]), at([0, 1, 2, 3, 4, 3])]).toMatchObject([
    { index: 2 },
    { index: 0 },
    { index: 5 },
  ]);
});
