import { join } from 'node:path';
import type { ResolvedConfig } from '../../config/resolve.js';
import { jsonText } from '../../reports/json.js';
import { reportText } from '../../reports/write.js';
import { contenderName } from '../../runs/compare.js';
import type { Contender, RatedContender, SharedTest } from '../../runs/compare-rates.js';
import { createRunFolder, type RunFolder, resolvedConfigFile } from '../../storage/run-folder.js';
import type { Io } from '../io.js';
import { runsFolder } from '../places.js';
import { shortId } from '../run-id.js';

export interface FolderContent {
  readonly contenders: readonly RatedContender[];
  readonly tests: readonly SharedTest[];
  /** The config of the first contender; `alone` where it is the only one that was named. */
  readonly resolved: ResolvedConfig;
  readonly alone: boolean;
}

/** The file of the config that trains a contender as it was trained, at the first seed. */
export const contenderFile = ({ path }: RunFolder, contender: number, contenders: readonly Contender[]): string =>
  join(path, configFile(contender, contenders));

const configFile = (contender: number, contenders: readonly Contender[]) =>
  `${contenderName(contender, contenders[contender]!)}.config.json`;

/**
 * Makes the folder and writes what is known before training: the config of every contender with its rates, the range
 * tests, and the config itself where there is one.
 */
export async function createCompareFolder(content: FolderContent, io: Io): Promise<RunFolder> {
  const { contenders, tests, resolved, alone } = content;
  const folder = await createRunFolder(runsFolder(io), 'compare', io.date(), shortId(resolved, io), io.files);
  if (alone) await folder.write(resolvedConfigFile, jsonText(resolved.config));
  for (const [i, { config }] of contenders.entries()) await folder.write(configFile(i, contenders), jsonText(config));
  for (const [i, { report }] of tests.entries()) await folder.write(`range-test-${i + 1}.json`, reportText(report));
  return folder;
}
