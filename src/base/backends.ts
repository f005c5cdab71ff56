/** What can run the arithmetic, best first: the order in which `auto` tries them. */
export const backends = ['native', 'wasm', 'cpu'] as const;
export type Backend = (typeof backends)[number];

/** How a training step runs: each operation called as it comes, or all of them as one graph. */
export type EngineMode = 'eager' | 'compiled';
export const engineModeChoices = ['auto', 'compiled', 'eager'] as const;
export type EngineModeChoice = (typeof engineModeChoices)[number];
