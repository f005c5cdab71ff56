import { cpus, loadavg, release, totalmem } from 'node:os';
import { cores } from './contestants.js';

/** What the figures belong to. */
export const machine = () => ({
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  system: `${process.platform} ${process.arch} ${release()}`,
  node: process.version,
});

/** Processes that wanted a core in the last minute; the figures are only as good as it is low. Windows has none. */
export const load = () => (process.platform === 'win32' ? null : Number(loadavg()[0].toFixed(2)));
