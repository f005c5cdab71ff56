import { resolve } from 'node:path';
import { userError } from '../../base/errors.js';
import type { ScheduleReport } from '../../reports/schedule.js';
import { scheduleCsv } from '../../reports/schedule-csv.js';
import { reportText } from '../../reports/write.js';
import { scheduleSpec, schedules } from '../../schedules/all.js';
import { snippetWriters } from '../../snippets/all.js';
import { writeNamedFile } from '../../storage/named-file.js';
import { exitCode } from '../exit-codes.js';
import type { Io } from '../io.js';
import {
  knownName,
  type RequestedSchedule,
  requestSchedule,
  type ScheduleRequest,
  scheduleFlags,
} from '../schedule-request.js';
import { scheduleList, scheduleTable } from '../schedule-table.js';
import { type Screen, type ScreenOptions, screenFor } from '../screen.js';
import { shellCommand } from '../shell-command.js';
import { shownReport, shownTogether } from '../shown-report.js';

export interface ScheduleOptions extends ScreenOptions, ScheduleRequest {
  readonly what: readonly string[];
  readonly list?: boolean;
  readonly json?: boolean;
  readonly format: keyof typeof formats | (typeof snippetWriters)[number]['name'];
  readonly out?: string;
}

/** What several schedules at once look like, by the names they were typed with. */
const formats = {
  ascii: (reports: readonly ScheduleReport[], labels: readonly string[], screen: Screen) =>
    `${reports.length === 1 ? shownReport(reports[0]!, screen) : shownTogether(reports, labels, screen)}\n`,
  csv: (reports: readonly ScheduleReport[], labels: readonly string[]) => scheduleCsv(reports, labels),
  json: (reports: readonly ScheduleReport[]) => reportText(onlyOne(reports, 'a report')),
} as const;

function onlyOne<T>([one, another]: readonly T[], what: string): T {
  if (another === undefined) return one!;
  throw userError('SCHEDULE', `${what} holds one schedule, and several are named`, { hint: 'use --format csv' });
}

export async function run(options: ScheduleOptions, io: Io): Promise<number> {
  const screen = screenFor(io, { ...options, ...(options.out !== undefined && { color: false }) });
  const asked = options.json ? { ...options, format: 'json' as const } : options;
  const text = options.list ? await listText(asked, listWidth(options, screen, io)) : await shown(asked, screen, io);
  if (options.out === undefined) io.out.write(text);
  else await writeNamedFile(resolve(io.cwd, options.out), text, io.files);
  return exitCode('done');
}

async function shown({ what, format, ...request }: ScheduleOptions, screen: Screen, io: Io): Promise<string> {
  if (what.length === 0) {
    throw userError('SCHEDULE', 'no schedule named', { hint: '`lr-tool schedule --list` shows them all' });
  }
  const requested: RequestedSchedule[] = [];
  for (const one of what) requested.push(await requestSchedule(one, request, io));
  const writer = snippetWriters.find(({ name }) => name === format);
  if (writer) {
    const one = onlyOne(requested, 'a program');
    if (one.report.momentum) screen.note('its momentum is not part of the program; --format csv has it');
    const { snippetOf } = await import('../../snippets/snippet.js');
    return snippetOf(one, writer, typedLine(what[0]!, request));
  }
  const reports = requested.map(({ report }) => report);
  return formats[format as keyof typeof formats](reports, what, screen);
}

/** In files and pipes, a list is as wide as can be read. */
const listWidth = ({ out }: ScheduleOptions, { width }: Screen, io: Io) =>
  out === undefined && io.out.isTTY ? width : Number.POSITIVE_INFINITY;

/** The command that gives the same schedule again, for the first line of a program. */
function typedLine(what: string, { set = [], ...request }: ScheduleRequest): string {
  const flags = Object.entries(scheduleFlags).flatMap(([key, flag]) => {
    const value = request[key as keyof typeof request];
    return value === undefined ? [] : [flag, value];
  });
  return shellCommand(['lr-tool', 'schedule', what, ...flags, ...set.flatMap((one) => ['--set', one])]);
}

async function listText({ what, format }: ScheduleOptions, width: number): Promise<string> {
  const specs = listed(what);
  if (format !== 'json') return scheduleTable(specs, width);
  const { documentText } = await import('../../reports/documents.js');
  return documentText(scheduleList(specs));
}

function listed(names: readonly string[]): readonly (typeof schedules)[number][] {
  if (names.length === 0) return schedules;
  return names.map((name) => scheduleSpec(knownName(name)));
}
