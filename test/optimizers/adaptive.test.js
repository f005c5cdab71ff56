import { describe, expect, it } from 'vitest';
import { buildOptimizer, optimizerConfig } from '../../src/optimizers/all.js';
import { advance, start } from './training.js';
const build = (config) => buildOptimizer(optimizerConfig.parse(config));
const weightsAfter = (config, gradients, lr) => {
    const optimizer = build(config);
    let training = start(optimizer, [0]);
    return gradients.map((gradient) => {
        training = advance(optimizer, training, [gradient], lr);
        return training.weight[0];
    });
};
const first = (config, gradient, lr) => weightsAfter(config, [gradient], lr)[0];
describe('the first update, reckoned by hand', () => {
    it.each([
        // By lr, whatever the size of the gradient.
        [{ name: 'adam' }, 7, 0.1, -0.1],
        [{ name: 'adamax' }, -7, 0.1, 0.1],
        [{ name: 'lion' }, 1e-4, 0.1, -0.1],
        [{ name: 'adagrad' }, 3, 0.1, -0.1],
        [{ name: 'radam' }, 7, 0.1, -0.7], // not yet adaptive: lr times the gradient
        [{ name: 'rmsprop' }, 7, 0.1, -1], // lr / sqrt(1 - alpha)
        [{ name: 'rmsprop', alpha: 0.9 }, 7, 0.1, -0.1 / Math.sqrt(0.1)],
        [{ name: 'adagrad', initialAccumulator: 16 }, 3, 0.1, -0.06],
        [{ name: 'adadelta', rho: 0.95, eps: 1e-7 }, 1, 0.1, -0.000141], // TensorFlow.js itself: -.1
        // Epsilon of the size of the gradient: 1 + eps = 2 in PyTorch; Keras' epsilon hat 1 / sqrt(1 - .999) as large.
        [{ name: 'adam', eps: 1 }, 1, 0.1, -0.05],
        [{ name: 'adam', eps: 1, compat: 'keras' }, 1, 0.1, -0.1 / (1 + 1 / Math.sqrt(0.001))],
        [{ name: 'adagrad', eps: 3 }, 1, 0.1, -0.025],
        [{ name: 'adagrad', eps: 3, compat: 'keras' }, 1, 0.1, -0.05],
        [{ name: 'rmsprop', alpha: 0, eps: 3 }, 1, 0.1, -0.025],
        [{ name: 'rmsprop', alpha: 0, eps: 3, compat: 'keras' }, 1, 0.1, -0.05],
    ])('%j, gradient %d, lr %d: %d', (config, gradient, lr, change) => {
        expect(first(config, gradient, lr)).toBeCloseTo(change, 6);
    });
});
it('adam: lr is the size of a step, so a range test of it starts where sgd would, divided by the gradient', () => {
    const weights = weightsAfter({ name: 'adam' }, Array(50).fill(1e-3), 0.01);
    for (const [k, weight] of weights.entries())
        expect(weight).toBeCloseTo(-0.01 * (k + 1), 4);
});
it('adam with amsgrad: the divisor never falls', () => {
    const spike = [1, ...Array(400).fill(0.01)];
    const plain = weightsAfter({ name: 'adam', beta2: 0.9 }, spike, 0.1).at(-1);
    expect(weightsAfter({ name: 'adam', beta2: 0.9, amsgrad: true }, spike, 0.1).at(-1)).toBeGreaterThan(plain + 1);
});
it('radam: plain for 5 updates, adaptive from the 6th (beta2 .999)', () => {
    const { coefficients } = build({ name: 'radam' });
    const adaptive = Array.from({ length: 10 }, (_, k) => coefficients(0.1, k + 1)['adaptiveRate'] > 0);
    expect(adaptive.indexOf(true)).toBe(5);
    expect(adaptive.slice(5).every(Boolean)).toBe(true);
});
it('radam: in the long run adam', () => {
    const [rectified, plain] = ['radam', 'adam'].map((name) => build({ name }).coefficients(0.1, 100_000));
    expect(rectified['adaptiveRate'] / plain['rate']).toBeCloseTo(1, 3);
    expect(rectified['plainRate']).toBe(0);
});
it("nadam: Keras' formula is the one with momentumDecay 1", () => {
    const gradients = [1, 0.5, -0.25, 2, 1];
    const keras = weightsAfter({ name: 'nadam', compat: 'keras' }, gradients, 0.1);
    expect(weightsAfter({ name: 'nadam', momentumDecay: 1 }, gradients, 0.1)).toEqual(keras);
    expect(weightsAfter({ name: 'nadam' }, gradients, 0.1)).not.toEqual(keras);
});
it('nadam: the product of the momenta, by a sum of logarithms', () => {
    const momentum = (t) => 0.9 * (1 - 0.5 * 0.96 ** (t * 0.004));
    for (const t of [1, 5, 40]) {
        const product = Math.exp(Array.from({ length: t }, (_, k) => Math.log(momentum(k + 1))).reduce((a, b) => a + b));
        const { gradientRate } = build({ name: 'nadam' }).coefficients(1, t);
        const expected = (Math.sqrt(1 - 0.999 ** t) * (1 - momentum(t))) / (1 - product);
        expect(gradientRate / expected).toBeCloseTo(1, 12);
    }
});
it('rmsprop, centered: no NaN where the gradient hardly changes and the variance is rounded below 0', () => {
    const gradients = Array.from({ length: 3000 }, (_, k) => 0.7 + 1e-7 * (k % 3));
    for (const compat of ['pytorch', 'keras']) {
        const weights = weightsAfter({ name: 'rmsprop', centered: true, compat }, gradients, 1e-9);
        expect(weights.every(Number.isFinite), compat).toBe(true);
    }
});
it('adagrad: lrDecay is inverse-time decay from the first update on, and not in Keras', () => {
    const { coefficients } = build({ name: 'adagrad', lrDecay: 0.5 });
    expect([1, 2, 3].map((t) => coefficients(6, t)['rate'])).toEqual([6, 4, 3]);
    const { error } = optimizerConfig.safeParse({ name: 'adagrad', lrDecay: 0.5, compat: 'keras' });
    expect(error?.issues[0]).toMatchObject({ path: ['lrDecay'], message: expect.stringMatching(/Keras has no lrDecay/) });
});
it('lion: every weight moves by lr, and not at all without gradient', () => {
    expect(weightsAfter({ name: 'lion' }, [5, 1e-6, -100], 0.5)).toEqual([-0.5, -1, -0.5]);
    expect(first({ name: 'lion' }, 0, 0.5)).toBe(0);
});
