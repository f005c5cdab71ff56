import { join } from 'node:path';
import { cacheFolder } from '../provision/native-location.js';
import type { Io } from './io.js';

/** Folders that hold data sets by name, best first. */
export const dataFolders = (io: Io): string[] => [
  ...(io.env['LR_TOOL_DATA'] ? [io.env['LR_TOOL_DATA']] : []),
  join(cacheFolder(io), 'datasets'),
  '/usr/share/datasets',
];

/** The folder that run folders are made in: LR_TOOL_RUNS, else `runs` in the working directory. */
export const runsFolder = ({ env, cwd }: Io): string => env['LR_TOOL_RUNS'] || join(cwd, 'runs');
