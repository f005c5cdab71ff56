import type { RunConfig } from '../../config/run-config.js';
import { loadDataset } from '../../datasets/load.js';
import { dataHash, hashDifference } from '../../runs/identity.js';
import type { Io } from '../io.js';
import { dataFolders } from '../places.js';
import { requireSame } from './mismatch.js';

export interface DataAccess {
  readonly allowCode: boolean;
  readonly io: Io;
}

/**
 * Results are worth something only beside others on the same examples: those of a config are loaded again.
 *
 * @param was hash of the examples of a result that is there
 * Error: RESUME_MISMATCH
 */
export async function requireSameData(
  was: string | undefined,
  { config, baseDir }: { readonly config: Pick<RunConfig, 'dataset' | 'seed'>; readonly baseDir: string },
  { allowCode, io }: DataAccess,
): Promise<void> {
  const { dataset: source, seed } = config;
  const dataset = await loadDataset(source, { baseDir, dataDirs: dataFolders(io), seed, allowCode });
  if (was !== dataHash(dataset)) requireSame([hashDifference('data')], null);
}
