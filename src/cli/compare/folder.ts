import { join } from 'node:path';
import type { ResolvedConfig } from '../../config/resolve.js';
import { jsonText } from '../../reports/json.js';
import { reportText } from '../../reports/write.js';
import { contenderName } from '../../runs/compare.js';
import type { RatedContender, SharedTest } from '../../runs/compare-rates.js';
import { createRunFolder, type RunFolder, reportFile, resolvedConfigFile } from '../../storage/run-folder.js';
import type { Io } from '../io.js';
import { runsFolder } from '../places.js';
import { shortId } from '../run-id.js';

/** The run folder of a comparison. */
export interface CompareFolder {
  readonly run: RunFolder;
  /** The config that trains a contender as it was trained, at the first seed. */
  configOf(label: string): string;
  saveReport(text: string): Promise<void>;
}

export interface FolderContent {
  readonly contenders: readonly RatedContender[];
  readonly tests: readonly SharedTest[];
  /** The config of the first contender; `alone` where it is the only one that was named. */
  readonly resolved: ResolvedConfig;
  readonly alone: boolean;
}

/**
 * Makes the folder and writes what is known before training: the config of every contender with its rates, the range
 * tests, and the config itself where there is one.
 */
export async function createCompareFolder(content: FolderContent, io: Io): Promise<CompareFolder> {
  const { contenders, tests, resolved, alone } = content;
  const folder = await createRunFolder(runsFolder(io), 'compare', io.date(), shortId(resolved, io), io.files);
  const configFile = (contender: number) => `${contenderName(contender, contenders[contender]!)}.config.json`;
  if (alone) await folder.write(resolvedConfigFile, jsonText(resolved.config));
  for (const [i, { config }] of contenders.entries()) await folder.write(configFile(i), jsonText(config));
  for (const [i, { report }] of tests.entries()) await folder.write(`range-test-${i + 1}.json`, reportText(report));
  return {
    run: folder,
    configOf: (label) => join(folder.path, configFile(contenders.findIndex((one) => one.label === label))),
    saveReport: (text) => folder.write(reportFile, text),
  };
}
