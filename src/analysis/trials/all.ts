import { grid } from './grid.js';
import { overfit } from './overfit.js';
import { probe } from './probe.js';
import type { TrialTest } from './trial-test.js';

/** Every test by short trials, in the order of help: each is a command. To add one: its file, its import, its name here. */
export const trialTests: readonly TrialTest[] = [overfit, grid, probe];
