import { resolve } from 'node:path';
import { userError } from '../../base/errors.js';
import type { ScheduleReport } from '../../reports/schedule.js';
import { scheduleCsv } from '../../reports/schedule-csv.js';
import { reportText } from '../../reports/write.js';
import { scheduleSpec, schedules } from '../../schedules/all.js';
import { writeNamedFile } from '../../storage/named-file.js';
import { exitCode } from '../exit-codes.js';
import type { Io } from '../io.js';
import { knownName, requestSchedule, type ScheduleRequest } from '../schedule-request.js';
import { scheduleTable } from '../schedule-table.js';
import { type Screen, type ScreenOptions, screenFor } from '../screen.js';
import { shownReport, shownTogether } from '../shown-report.js';

export interface ScheduleOptions extends ScreenOptions, ScheduleRequest {
  readonly what: readonly string[];
  readonly list?: boolean;
  readonly format: keyof typeof formats;
  readonly out?: string;
}

/** What several schedules at once look like, by the names they were typed with. */
const formats = {
  ascii: ([first, ...others]: readonly ScheduleReport[], labels: readonly string[], screen: Screen) =>
    `${others.length === 0 ? shownReport(first!, screen) : shownTogether([first!, ...others], labels, screen)}\n`,
  csv: (reports: readonly ScheduleReport[], labels: readonly string[]) => scheduleCsv(reports, labels),
  json([report, another]: readonly ScheduleReport[]) {
    if (another === undefined) return reportText(report!);
    throw userError('SCHEDULE', 'a report holds one schedule, and several are named', { hint: 'use --format csv' });
  },
} as const;

export async function run(options: ScheduleOptions, io: Io): Promise<number> {
  const screen = screenFor(io, { ...options, ...(options.out !== undefined && { color: false }) });
  const text = options.list ? scheduleTable(listed(options.what)) : await shown(options, screen, io);
  if (options.out === undefined) io.out.write(text);
  else await writeNamedFile(resolve(io.cwd, options.out), text, io.files);
  return exitCode('done');
}

async function shown({ what, format, ...request }: ScheduleOptions, screen: Screen, io: Io): Promise<string> {
  if (what.length === 0) {
    throw userError('SCHEDULE', 'no schedule named', { hint: '`lr-tool schedule --list` shows them all' });
  }
  const reports: ScheduleReport[] = [];
  for (const one of what) reports.push(await requestSchedule(one, request, io));
  return formats[format](reports, what, screen);
}

function listed(names: readonly string[]): readonly (typeof schedules)[number][] {
  if (names.length === 0) return schedules;
  return names.map((name) => scheduleSpec(knownName(name)));
}
