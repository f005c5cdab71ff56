import { createHash } from 'node:crypto';
import type { ResolvedConfig } from '../config/resolve.js';
import type { Io } from './io.js';

/** Six digits that tell texts apart. */
export const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 6);

/** Tells runs of the same second apart: their configs, and the process's own clock. */
export const shortId = ({ config }: ResolvedConfig, io: Io): string =>
  shortHash(`${JSON.stringify(config)} ${io.elapsed()}`);
