import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { davidtvsStop, divergence, fastaiStop, lightningStop, type Watch } from '../../src/analysis/divergence.js';
import { vectors } from './vectors.js';

/** 0-based place of the loss that ends the sweep, or null. */
function stopOf(watch: Watch, losses: readonly number[]): number | null {
  const place = losses.findIndex((loss) => watch(loss) !== null);
  return place === -1 ? null : place;
}

describe.each(vectors.smoothing.map((series) => [series.id, series] as const))('%s', (_, { raw, stop }) => {
  const losses = raw.map(Number);
  const last = ({ recorded, stopped }: { recorded: number; stopped: boolean }) => (stopped ? recorded - 1 : null);
  it('ends where davidtvs did', () => expect(stopOf(davidtvsStop(), losses)).toBe(last(stop.davidtvs_diverge_th_5)));
  it('ends where fastai did', () => expect(stopOf(fastaiStop(), losses)).toBe(stop.fastai_4x.stop_index));
  it('ends where Lightning did', () => expect(stopOf(lightningStop(), losses)).toBe(last(stop.lightning_4x)));
});

describe('divergence', () => {
  const bowl = [2.3, 2, 1.5, 1, 0.6, 0.5, 0.8, 1.6, 1.9, 2.1, 4, 30];
  it('is the first loss above factor x best where nothing is smoothed', () => {
    expect(stopOf(divergence({ factor: 4, smoothing: 0 }), bowl)).toBe(9); // 2.1 > 4 x 0.5
    expect(stopOf(divergence({ factor: 3, smoothing: 0 }), bowl)).toBe(7); // 1.6 > 3 x 0.5
  });
  it('is where fastai ends on finite cross-entropies', () => {
    for (const { raw, id } of vectors.smoothing) {
      const losses = raw.map(Number).filter(Number.isFinite);
      expect(stopOf(divergence(), losses), id).toBe(stopOf(fastaiStop(), losses));
    }
  });
  it.each([NaN, Infinity, -Infinity])('calls %s non-finite, at once', (bad) => {
    const watch = divergence();
    expect([watch(1), watch(bad)]).toEqual([null, 'non-finite']);
    expect(divergence()(bad)).toBe('non-finite');
  });
  it('takes the wobble of a loss that is practically 0 for what it is', () => {
    const losses = [1, 0.1, 1e-4, 1e-6, 1e-5, 1e-6, 2e-5, 0.5];
    expect(stopOf(divergence({ smoothing: 0 }), losses)).toBe(7);
  });
  it('works for losses below 0: best 3 times its size away', () => {
    expect(stopOf(divergence({ smoothing: 0 }), [-1, -2, -3, -2, 0, 5, 7])).toBe(6); // -3 + 3 x 3 = 6
    expect(stopOf(divergence({ smoothing: 0 }), [-1, -1, -1.1, -1])).toBe(null); // factor x best would end at once
  });
  it('never ends on a falling loss, whatever its sign', () =>
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true })), (losses) => {
        expect(
          stopOf(
            divergence({ smoothing: 0 }),
            losses.toSorted((a, b) => b - a),
          ),
        ).toBe(null);
      }),
    ));
  it('does not care for the unit of the loss', () =>
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -10, max: 10, noNaN: true })),
        fc.integer({ min: -20, max: 20 }),
        (drawn, e) => {
          const losses = drawn.map((loss) => (Math.abs(loss) < 1e-290 ? 0 : loss)); // the smallest numbers lose digits
          const scaled = losses.map((loss) => loss * 2 ** e); // a power of two, so that nothing is rounded
          expect(stopOf(divergence(), scaled)).toBe(stopOf(divergence(), losses));
        },
      ),
    ));
});
