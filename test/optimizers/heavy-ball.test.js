import { describe, expect, it } from 'vitest';
import { buildOptimizer, optimizerConfig } from '../../src/optimizers/all.js';
import { advance, start } from './training.js';
const parse = (config) => optimizerConfig.parse(config);
/** The changes of a weight under gradients of 1 and the learning rates .1 .1 .2 .05. */
function changes(config) {
    const optimizer = buildOptimizer(config);
    let training = start(optimizer, [0]);
    return [0.1, 0.1, 0.2, 0.05].map((lr) => {
        const before = training.weight[0];
        training = advance(optimizer, training, [1], lr);
        return training.weight[0] - before;
    });
}
const table = [
    [{ name: 'sgd' }, [-0.1, -0.1, -0.2, -0.05]],
    [{ name: 'momentum' }, [-0.1, -0.19, -0.542, -0.17195]],
    [{ name: 'nesterov' }, [-0.19, -0.271, -0.6878, -0.204755]],
    [{ name: 'momentum', compat: 'keras' }, [-0.1, -0.19, -0.371, -0.3839]],
    [{ name: 'nesterov', compat: 'keras' }, [-0.19, -0.271, -0.5339, -0.39551]],
    [{ name: 'sgd', momentum: 0.9, dampening: 0.5 }, [-0.1, -0.14, -0.352, -0.1042]],
];
it.each(table.map(([config, expected]) => [JSON.stringify(config), config, expected]))('%s moves as reckoned by hand', (_, config, expected) => {
    for (const [k, change] of changes(parse(config)).entries())
        expect(change).toBeCloseTo(expected[k], 6);
});
it('is one formula under three names', () => {
    const momentum = { name: 'sgd', momentum: 0.9 };
    expect(changes(parse(momentum))).toEqual(changes(parse({ name: 'momentum' })));
    expect(changes(parse({ ...momentum, nesterov: true }))).toEqual(changes(parse({ name: 'nesterov' })));
    expect(changes(parse({ name: 'momentum', momentum: 0 }))).toEqual(changes(parse({ name: 'sgd' })));
});
it('needs no slot without momentum', () => {
    expect(buildOptimizer(parse({ name: 'sgd' })).slots).toEqual({});
    expect(Object.keys(buildOptimizer(parse({ name: 'momentum' })).slots)).toEqual(['velocity']);
});
describe('sgd refuses what means nothing, at the parameter', () => {
    it.each([
        ['nesterov', { nesterov: true }, /momentum above 0/],
        ['dampening', { momentum: 0.9, nesterov: true, dampening: 0.1 }, /no dampening/],
        ['dampening', { dampening: 0.1 }, /momentum above 0/],
        ['dampening', { momentum: 0.9, dampening: 0.1, compat: 'keras' }, /Keras has no dampening/],
    ])('%s in %j', (at, params, message) => {
        const { error } = optimizerConfig.safeParse({ name: 'sgd', ...params });
        expect(error?.issues.map(({ path }) => path)).toEqual([[at]]);
        expect(error?.issues[0]?.message).toMatch(message);
    });
});
