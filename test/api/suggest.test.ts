import { describe, expect, it } from 'vitest';
import { recommend } from '../../src/analysis/bounds/recommend.js';
import { suggestAll } from '../../src/analysis/suggest/all.js';
import { suggest, suggestEach } from '../../src/api/suggest.js';
import { geometricSpace } from '../../src/base/numbers.js';

const lr = geometricSpace(1e-7, 10, 100);
const loss = lr.map(
  (rate) => 0.8 + 1.5 / (1 + Math.exp((Math.log10(rate) + 3) / 0.35)) + 10 ** (2 * (Math.log10(rate) - 0.25)),
);

describe('suggest', () => {
  it('gives the answer of one rule', () => {
    const all = suggestAll({ lr, loss }, { steps: 100 });
    for (const rule of Object.keys(all)) expect(suggest({ lr, loss }, { rule })).toEqual(all[rule]);
    expect(suggestEach({ lr, loss })).toEqual(all);
  });

  it('takes losses that were smoothed before', () => {
    const smoothed = suggestAll({ lr, loss }, { steps: 100, smoothed: true });
    expect(suggest({ lr, loss }, { rule: 'slide', smoothed: true })).toEqual(smoothed['slide']);
    expect(suggestEach({ lr, loss }, { smoothed: true })).toEqual(smoothed);
  });

  it('recommends rates for a schedule, clr by default', () => {
    expect(suggest({ lr, loss })).toEqual(recommend({ lr, loss }, { for: 'clr' }));
    expect(suggest({ lr, loss }, { for: 'one-cycle', rule: 'valley' })).toEqual(
      recommend({ lr, loss }, { for: 'one-cycle', rule: 'valley' }),
    );
    expect(suggest({ lr, loss }, { momentum: 0.9 })).toEqual(recommend({ lr, loss }, { for: 'clr', momentum: 0.9 }));
  });

  it('reads typed arrays, and null as a gap', () => {
    expect(suggest({ lr: Float64Array.from(lr), loss: Float64Array.from(loss) })).toEqual(suggest({ lr, loss }));
    expect(suggest({ lr, loss: loss.map((value, i) => (i > 90 ? null : value)) }).ok).toBe(true);
  });

  it('recommends by the losses of fixed rows where they are given; rules read those of the batches', () => {
    const fixedLoss = loss.map((_, i) => loss[Math.min(99, i + 12)]!); // falls and explodes a decade earlier
    expect(suggest({ lr, loss, fixedLoss })).toEqual(recommend({ lr, loss, fixedLoss }, { for: 'clr' }));
    expect(suggest({ lr, loss, fixedLoss })).not.toEqual(suggest({ lr, loss }));
    expect(suggest({ lr, loss, fixedLoss }, { rule: 'valley' })).toEqual(suggest({ lr, loss }, { rule: 'valley' }));
  });

  it('refuses a curve that says nothing', () => {
    expect(suggest({ lr, loss: lr.map(() => 1) })).toMatchObject({ ok: false });
    expect(suggest({ lr: [], loss: [] })).toMatchObject({ ok: false });
  });

  it.each<[() => unknown, string]>([
    [() => suggest({ lr, loss: [1] }), 'the curve has 100 learning rates and 1 losses'],
    [() => suggest({ lr, loss, fixedLoss: [1, 2] }), 'the curve has 100 learning rates and 2 losses of fixed rows'],
    [() => suggest({ lr: [-1, 1], loss: [1, 1] }), 'lr[0] of the curve is -1'],
    [() => suggest({} as never), 'the curve has no lists lr and loss'],
    [() => suggest({ lr, loss }, { rule: 'vally' }), "unknown rule 'vally' (did you mean 'valley'?)"],
    [() => suggest({ lr, loss }, { for: 'onecycle' as never }), "did you mean 'one-cycle'?"],
  ])('%s', (ask, message) => {
    expect(ask).toThrow(message);
  });
});
