// What is measured of every workload.
import { findConfig } from '../../build/config/find-config.js';
import { peerSweeps } from '../../build/schedules/peer-sweeps.js';

export const seeds = [1, 2, 3];

/** Updates of a training at a constant rate. */
export const updates = 400;

/** Quarter decades from 1e-5 to 10^1.5. */
export const gridRates = Array.from({ length: 27 }, (_, i) => 10 ** (i / 4 - 5));

const steps = 100;
const ranges = { lightning: { startLr: 1e-8, endLr: 1 } };
const usual = { startLr: 1e-7, endLr: 10 };
const rates = (peer) =>
  peerSweeps.find(({ name }) => name === peer).rates({ mode: 'exponential', steps, ...usual, ...ranges[peer] });

/** The range test whose rates are ours too. */
export const ownSweep = 'davidtvs';

/**
 * The range tests, by the tools whose rates they have: 100 updates, over each tool's default range where it has one
 * (fastai 1e-7 to 10, Lightning 1e-8 to 1), else over 1e-7 to 10. lr-tool has those of davidtvs, keras_lr_finder those
 * of fastai.
 */
export const sweeps = ['davidtvs', 'fastai', 'lightning', 'ignite'].map((name) => ({
  name,
  steps,
  rates: rates(name),
  fixedRows: name === ownSweep ? findConfig.shape.fixedRows.parse(undefined) : 0,
}));
