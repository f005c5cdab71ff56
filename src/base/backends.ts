/** What can run the arithmetic, best first: the order in which `auto` tries them. */
export const backends = ['native', 'wasm', 'cpu'] as const;
export type Backend = (typeof backends)[number];

/** How a training step runs, fastest first: by our own kernels, as one graph of TensorFlow, or operation by operation. */
export const engineModes = ['fused', 'compiled', 'eager'] as const;
export type EngineMode = (typeof engineModes)[number];
export const engineModeChoices = ['auto', ...engineModes] as const;
export type EngineModeChoice = (typeof engineModeChoices)[number];
