import { join } from 'node:path';
import { jsonText } from '../../reports/json.js';
import { reportText } from '../../reports/write.js';
import { contenderName } from '../../runs/compare.js';
import type { Contender, RatedContender, SharedTest } from '../../runs/compare-rates.js';
import type { RunFolder } from '../../storage/run-folder.js';

/** The file of the config that trains a contender as it was trained, at the first seed. */
export const contenderFile = ({ path }: RunFolder, contender: number, contenders: readonly Contender[]): string =>
  join(path, configFile(contender, contenders));

const configFile = (contender: number, contenders: readonly Contender[]) =>
  `${contenderName(contender, contenders[contender]!)}.config.json`;

/** Writes what is known before training: the config of every contender with its rates, and the range tests. */
export async function writeContenders(
  folder: RunFolder,
  contenders: readonly RatedContender[],
  tests: readonly SharedTest[],
) {
  for (const [i, { config }] of contenders.entries()) await folder.write(configFile(i, contenders), jsonText(config));
  for (const [i, { report }] of tests.entries()) await folder.write(`range-test-${i + 1}.json`, reportText(report));
}
