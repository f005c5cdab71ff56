/** What can run the arithmetic, best first: the order in which `auto` tries them. */
export const backends = ['native', 'wasm', 'cpu'] as const;
export type Backend = (typeof backends)[number];
