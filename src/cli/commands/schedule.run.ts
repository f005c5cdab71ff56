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
import { type ScreenOptions, screenFor } from '../screen.js';
import { pageOf, shownReport, shownTogether } from '../shown-report.js';
import { writePicture } from '../write-picture.js';

export interface ScheduleOptions extends ScreenOptions, ScheduleRequest {
  readonly what: readonly string[];
  readonly list?: boolean;
  readonly format?: string;
  readonly out?: string;
}

/** What is written besides pictures, by the name of the format. */
const tables: Readonly<Record<string, (reports: readonly ScheduleReport[], labels: readonly string[]) => string>> = {
  csv: (reports, labels) => scheduleCsv(reports, labels),
  json([report, another]) {
    if (another === undefined) return reportText(report!);
    throw userError('SCHEDULE', 'a report holds one schedule, and several are named', { hint: 'use --format csv' });
  },
};

export async function run(options: ScheduleOptions, io: Io): Promise<number> {
  const { what, out, list } = options;
  const toFile = out !== undefined && out !== '-';
  const screen = screenFor(io, { ...options, ...(toFile && { color: false }) });
  const format = options.format ?? Object.keys(tables).find((name) => out?.toLowerCase().endsWith(`.${name}`));
  const table = list ? scheduleTable(listed(what)) : null;
  const reports = list ? [] : await asked(options, io);
  const text = table ?? tables[format ?? '']?.(reports, what);
  if (text === undefined) {
    const [first, ...others] = reports;
    const shown = {
      text: () => (others.length === 0 ? shownReport(first!, screen) : shownTogether(reports, what, screen)),
      page: () => pageOf(reports, what),
    };
    await writePicture(shown, { format, out, theme: 'auto' }, io);
  } else if (toFile) await writeNamedFile(resolve(io.cwd, out), text, io.files);
  else io.out.write(text);
  return exitCode('done');
}

async function asked({ what, ...request }: ScheduleOptions, io: Io): Promise<ScheduleReport[]> {
  if (what.length === 0) {
    throw userError('SCHEDULE', 'no schedule named', { hint: '`lr-tool schedule --list` shows them all' });
  }
  const reports: ScheduleReport[] = [];
  for (const one of what) reports.push(await requestSchedule(one, request, io));
  return reports;
}

function listed(names: readonly string[]): readonly (typeof schedules)[number][] {
  if (names.length === 0) return schedules;
  return names.map((name) => scheduleSpec(knownName(name)));
}
