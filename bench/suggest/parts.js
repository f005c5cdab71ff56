// What the workloads are made of: models, data sets and optimizers as they stand in a config.

export const mlp = (hidden, more = {}) => ({ name: 'mlp', hidden, ...more });
export const layers = (...list) => ({ name: 'layers', layers: list });
export const dense = (units, activation = 'linear') => ({ layer: 'dense', units, activation });
export const conv = (filters, kernel, more = {}) => ({ layer: 'conv2d', filters, kernel, activation: 'relu', ...more });
export const same = { padding: 'same' };
export const norm = { layer: 'batch-normalization' };
export const relu = { layer: 'activation', activation: 'relu' };
export const pool = { layer: 'max-pooling2d' };
export const flatten = { layer: 'flatten' };
export const mean = { layer: 'global-average-pooling2d' };
export const dropout = (rate) => ({ layer: 'dropout', rate });
export const image = { layer: 'reshape', shape: [8, 8, 1] };

export const digits = { name: 'digits' };
export const fashion = { name: 'fashion-mnist', limit: 14_000 };
export const fashionBytes = { ...fashion, scaling: 'none' };
export const iris = { name: 'csv', path: '../../data/iris/iris.csv', label: 'species' };
export const moons = { name: 'moons', rows: 2000, noise: 0.15 };
export const spirals = { name: 'spirals', rows: 2000 };
export const blobs = { name: 'blobs', rows: 3000, classes: 5, features: 10, spread: 3 };
export const sine = { name: 'sine', rows: 2000, noise: 0.05 };
export const line = { name: 'linear-regression', rows: 2000 };
export const coins = { name: 'random-binary', rows: 100_000 };
export const module = (name) => ({ name: 'module', path: `data/${name}.mjs` });

export const momentum = { name: 'momentum', momentum: 0.9 };
export const nesterov = { name: 'nesterov', momentum: 0.9 };
