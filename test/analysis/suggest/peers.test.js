import { describe, expect, it } from 'vitest';
import { ignite } from '../../../src/analysis/suggest/ignite.js';
import { indexGradient } from '../../../src/analysis/suggest/index-gradient.js';
import { kerasLrFinder } from '../../../src/analysis/suggest/keras-lr-finder.js';
import { lightning, lightningBefore253 } from '../../../src/analysis/suggest/lightning.js';
import { minimum } from '../../../src/analysis/suggest/minimum.js';
import { slide } from '../../../src/analysis/suggest/slide.js';
import { steep } from '../../../src/analysis/suggest/steep.js';
import { valley } from '../../../src/analysis/suggest/valley.js';
import { vectors } from '../vectors.js';
const reproduced = {
    davidtvs_steepest_10_5: indexGradient({ skipStart: 10, skipEnd: 5 }),
    davidtvs_steepest_0_0: indexGradient({ skipStart: 0, skipEnd: 0 }),
    'lightning_2.6.6_10_1': lightning,
    'lightning_pre_2.5.3_10_1': lightningBefore253,
    ignite,
    keras_lr_finder_sma1_10_5: kerasLrFinder({ sma: 1 }),
    keras_lr_finder_sma20_10_5: kerasLrFinder({ sma: 20 }),
    fastai_valley: valley,
    fastai_slide: slide,
    fastai_minimum: minimum,
    fastai_steep: steep,
};
it('knows every method of the vectors, on 60 curves', () => {
    expect(vectors.cases).toHaveLength(60);
    expect(Object.keys(vectors.cases[0].expected)).toEqual(Object.keys(reproduced));
});
describe.each(Object.entries(reproduced))('%s', (method, { suggest }) => {
    it.each(vectors.cases.map((recorded) => [recorded.id, recorded.family, recorded]))('answers as the tool did on %s (%s)', (_id, _family, recorded) => {
        const curve = { lr: recorded.lr, loss: recorded.loss.map(Number) };
        const answer = suggest(curve, { steps: recorded.num_it });
        const expected = recorded.expected[method];
        if (expected.unstable) {
            expect(answer.ok).toBe(true); // which point is decided by the rounding of float32
        }
        else if (expected.index === null) {
            expect(answer).toEqual({ ok: false, why: expect.stringMatching(/^needs /) });
        }
        else {
            const lr = curve.lr[expected.index];
            expect(answer).toEqual({ ok: true, lr: suggest === minimum.suggest ? lr / 10 : lr, index: expected.index });
        }
    });
});
