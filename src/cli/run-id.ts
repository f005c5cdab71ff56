import { createHash } from 'node:crypto';
import type { ResolvedConfig } from '../config/resolve.js';
import type { Io } from './io.js';

/** Tells runs of the same second apart: their configs, and the process's own clock. */
export const shortId = ({ config }: ResolvedConfig, io: Io): string =>
  createHash('sha256')
    .update(`${JSON.stringify(config)} ${io.elapsed()}`)
    .digest('hex')
    .slice(0, 6);
