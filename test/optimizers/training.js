import { arrayAlgebra } from './array-algebra.js';
export const start = (optimizer, weight) => ({
    weight: Float32Array.from(weight),
    slots: mapValues(optimizer.slots, ({ initial }) => new Float32Array(weight.length).fill(initial)),
    t: 0,
});
/** One update as an engine makes it, but without clipping. */
export function advance(optimizer, { weight, slots, t }, gradient, lr) {
    const c = mapValues(optimizer.coefficients(lr, t + 1), (value) => Float32Array.of(value));
    const updated = optimizer.update(arrayAlgebra, { weight, gradient: Float32Array.from(gradient), slots, c });
    return { ...updated, t: t + 1 };
}
const mapValues = (record, f) => Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value)]));
