import { userError } from '../../base/errors.js';
import { didYouMean } from '../../base/names.js';
import { shownText } from '../../base/shown.js';
import { scheduleSpec, trainingSchedules } from '../../schedules/all.js';

export type TrainingScheduleName = (typeof trainingSchedules)[number]['name'];

/** What one config is compared with where no schedules are named: no change, and the three most used. */
export const usualSchedules = ['constant', 'clr', 'one-cycle', 'cosine'] as const;

/**
 * The names in --schedules.
 *
 * Error: SCHEDULES
 */
export function schedulesOf(typed: string): TrainingScheduleName[] {
  const names = trainingSchedules.map(({ name }) => name);
  const found = typed.split(',').map((text) => {
    const name = names.find((known) => known === text.trim());
    if (name !== undefined) return name;
    const what = text.trim() === '' ? 'a name is empty' : `unknown schedule '${shownText(text.trim())}'`;
    throw userError('SCHEDULES', `--schedules ${shownText(typed)}: ${what} (${didYouMean(text.trim(), names)})`, {
      hint: '`lr-tool schedule --list` tells all; parameters of their own need a config for each',
    });
  });
  const twice = found.find((name, i) => found.indexOf(name) !== i);
  if (twice === undefined) return found;
  throw userError('SCHEDULES', `--schedules ${shownText(typed)}: ${twice} is there twice`, {
    hint: 'name each once; parameters of their own need a config for each',
  });
}

export const hasBaseLr = (name: TrainingScheduleName): boolean => 'baseLr' in scheduleSpec(name).params;
