import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { bundledNames } from '../../config/bundled.js';
import { configExtensions } from '../../config/formats/all.js';
import { datasetNames } from '../../datasets/all.js';
import { metricNames } from '../../models/metrics.js';
import { scheduleSpec, schedules, trainingSchedules } from '../../schedules/all.js';
import { reportFile, reportsUnder } from '../../storage/run-folder.js';
import type { Candidate, Typing, Values } from './candidate.js';
import { configSettings } from './config-keys.js';
import { filesAt } from './files.js';

const always =
  (values: readonly Candidate[]): Values =>
  async () =>
    values;

const named = (specs: readonly { readonly name: string; readonly summary: string }[]): Candidate[] =>
  specs.map(({ name, summary }) => ({ value: name, text: summary }));

async function configs(typing: Typing): Promise<readonly Candidate[]> {
  const bundled = bundledNames().map((value) => ({ value, text: 'bundled' }));
  return [...(await filesAt(typing, configExtensions)), ...bundled];
}

async function reports(typing: Typing): Promise<readonly Candidate[]> {
  const saved = await reportsUnder(typing.runs);
  const runs = saved.toReversed().map((file) => relative(typing.cwd, file).replace(`/${reportFile}`, ''));
  return [...runs.map((value) => ({ value, text: 'run' })), ...(await filesAt(typing, ['.json']))];
}

async function runs({ runs: folder, cwd }: Typing): Promise<readonly Candidate[]> {
  const names = await readdir(folder).catch(() => []); // nothing was run yet
  const folders = names.toReversed().map((name) => ({ value: relative(cwd, join(folder, name)) }));
  return [{ value: 'latest', text: 'the newest training' }, ...folders];
}

/** Names with commas between them: the last one is being typed. */
const listOf =
  (candidates: readonly Candidate[]): Values =>
  async ({ word }) => {
    const done = word.slice(0, word.lastIndexOf(',') + 1);
    const taken = done.split(',');
    return candidates
      .filter(({ value }) => !taken.includes(value))
      .map(({ value, ...rest }) => ({ value: done + value, ...rest }));
  };

/** Parameters of the schedules named before; keys of the config where none is. */
async function scheduleSettings(typing: Typing): Promise<readonly Candidate[]> {
  const typed = schedules.filter(({ name }) => typing.before.includes(name));
  if (typed.length === 0) return configSettings(typing);
  const keys = typed.flatMap(({ name }) => Object.entries(scheduleSpec(name).params as z.core.$ZodShape));
  return keys.map(([key, schema]) => ({
    value: `${key}=`,
    text: z.globalRegistry.get(schema)?.description ?? '',
    open: true,
  }));
}

/**
 * What completes a flag or argument, by the word in its brackets: `--from <report>` takes a report. Words of alternatives
 * (`<a|b>`) and choices need no entry.
 */
export const valuesByPlaceholder: Readonly<Record<string, Values>> = {
  config: configs,
  report: reports,
  run: runs,
  file: (typing) => filesAt(typing),
  curve: reports,
  data: async (typing) => [
    ...(await filesAt(typing)),
    ...datasetNames.map((value) => ({ value, text: 'data set of lr-tool' })),
  ],
  schedule: always(named(trainingSchedules)),
  schedules: listOf(named(trainingSchedules)),
  what: async (typing) => [...named(schedules), ...(await configs(typing))],
  measure: always(['val_loss', 'loss', ...metricNames].map((value) => ({ value }))),
  'key.path=value': configSettings,
  'key.path=a,b,c': configSettings,
  'key=value': scheduleSettings,
};
