import { describe } from 'vitest';
import { backends } from '../../src/base/backends.js';
import { randomStream } from '../../src/base/random.js';
import { loadEngine } from '../../src/engine/load.js';
import { layerConfig } from '../../src/models/layers.js';
import { optimizerConfig } from '../../src/optimizers/all.js';
export const engines = new Map();
for (const backend of backends) {
    try {
        engines.set(backend, (await loadEngine(backend)).engine);
    }
    catch (why) {
        if (backend !== 'native')
            throw why;
    }
}
/** The same tests on every backend; one that does not load here is reported as skipped. */
export function onEveryBackend(name, tests) {
    for (const backend of backends) {
        const engine = engines.get(backend);
        describe.skipIf(engine === undefined)(`${name} on ${backend}`, () => tests(() => engine));
    }
}
export const layersOf = (...layers) => layers.map((layer) => layerConfig.parse(layer));
export const optimizerOf = (name, params = {}) => optimizerConfig.parse({ name, ...params });
export const lossOf = (name, params = {}) => ({
    name,
    fromLogits: true,
    delta: 1,
    ...params,
});
export const range = (n) => Int32Array.from({ length: n }, (_, i) => i);
/** Normal inputs, or whole numbers below `vocabulary`. */
export function datasetOf(shape, targets, rows = 64, vocabulary) {
    const random = randomStream(5, 'test data');
    const size = shape.reduce((product, side) => product * side, 1);
    const values = Float32Array.from({ length: rows * size }, () => vocabulary === undefined ? random.normal() : random.below(vocabulary));
    return {
        name: 'test',
        inputs: { values, shape, scaling: { multiply: 1, add: 0 } },
        targets,
        train: range(rows),
        validation: new Int32Array(0),
    };
}
export const labels = (classes, rows = 64) => ({
    kind: 'classes',
    labels: Uint8Array.from({ length: rows }, (_, i) => (i * 7) % classes),
    classes: Array.from({ length: classes }, (_, i) => `c${i}`),
});
export function numbers(width, rows = 64) {
    const random = randomStream(6, 'test targets');
    return { kind: 'numbers', values: Float32Array.from({ length: rows * width }, () => random.normal()), width };
}
export const oneHotRows = (classes, rows = 64) => ({
    kind: 'numbers',
    values: Float32Array.from({ length: rows * classes }, (_, i) => Math.floor(i / classes) % classes === i % classes ? 1 : 0),
    width: classes,
    classes: Array.from({ length: classes }, (_, i) => `c${i}`),
});
/** A small classifier; any part may be replaced. */
export const setupOf = (parts) => ({
    model: {
        kind: 'layers',
        layers: parts.layers ?? layersOf({ layer: 'dense', units: 8, activation: 'tanh' }, { layer: 'dense', units: 3 }),
    },
    loss: lossOf('sparse-softmax-cross-entropy'),
    metrics: [],
    optimizer: optimizerOf('sgd'),
    dataset: datasetOf([5], labels(3)),
    seed: 1,
    ...parts,
});
/** The trainable weights in a captured state (see `joinState`). */
export const weightsIn = (state, trainer) => new Float32Array(state.slice().buffer, 8, trainer.parameters);
/** The state with other weights. */
export function withWeights(state, weights) {
    const copy = state.slice();
    copy.set(new Uint8Array(weights.slice().buffer), 8);
    return copy;
}
/** A trainer for one test, disposed after it. */
export async function using(trainer, test) {
    const made = await trainer;
    try {
        return await test(made);
    }
    finally {
        made.dispose();
    }
}
