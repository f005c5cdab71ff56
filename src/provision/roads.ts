import { packageRoad } from './package-road.js';
import type { Road } from './road.js';
import { wheelRoad } from './wheel-road.js';

/** Every way to the native engine, in the order in which they are tried. To add one: its file, its line here. */
export const roads: readonly Road[] = [packageRoad, wheelRoad()];
