import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { buildOptimizer, optimizerConfig } from '../../src/optimizers/all.js';
import { configOf } from './references.js';
import { advance, start } from './training.js';
/** Trajectories of the packages themselves; numbers that JSON has no word for are strings. */
const { cases } = JSON.parse(readFileSync(new URL('../vectors/optimizers.json', import.meta.url), 'utf8'), (_, value) => (value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : value));
it('has all the trajectories', () => {
    expect(cases).toHaveLength(86);
});
it.each(cases.map((one) => [one.id, one]))('%s: the same trajectory', (_, one) => {
    const optimizer = buildOptimizer(optimizerConfig.parse(configOf(one.reference, one.args)));
    let training = start(optimizer, one.init);
    const largest = one.init.map((_, i) => Math.max(...one.params.map((params) => Math.abs(params[i]))));
    for (const [step, gradient] of one.grads.entries()) {
        training = advance(optimizer, training, gradient, one.lr[step]);
        for (const [i, expected] of one.params[step].entries()) {
            // Single precision on both sides: what the reference itself is off by, 4 times, and never less than 2e-6.
            const tolerance = Math.max(1e-6, Math.max(2e-6, 4 * one.float32_noise) * largest[i]);
            const difference = Math.abs(training.weight[i] - expected);
            expect(difference <= tolerance || Object.is(training.weight[i], expected), `update ${step}, element ${i}`).toBe(true);
        }
    }
});
