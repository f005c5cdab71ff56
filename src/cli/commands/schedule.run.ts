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
import { pageOf, shownReport, shownTogether } from '../shown-report.js';
import { writePicture } from '../write-picture.js';

export interface ScheduleOptions extends ScreenOptions, ScheduleRequest {
  readonly what: readonly string[];
  readonly list?: boolean;
  readonly json?: boolean;
  /** By the extension of `out` if left out. */
  readonly format?: string;
  readonly out?: string;
}

/** What is written besides pictures and programs, by the names the schedules were typed with. */
const tables: Readonly<Record<string, (reports: readonly ScheduleReport[], labels: readonly string[]) => string>> = {
  csv: (reports, labels) => scheduleCsv(reports, labels),
  json: (reports) => reportText(onlyOne(reports, 'a report')),
};

function onlyOne<T>([one, another]: readonly T[], what: string): T {
  if (another === undefined) return one!;
  throw userError('SCHEDULE', `${what} holds one schedule, and several are named`, { hint: 'use --format csv' });
}

export async function run(options: ScheduleOptions, io: Io): Promise<number> {
  const { what, out, list } = options;
  const toFile = out !== undefined && out !== '-';
  const screen = screenFor(io, { ...options, ...(toFile && { color: false }) });
  const format = formatOf(options);
  const requested = list ? [] : await requestedOf(options, io);
  const text = list
    ? await listText(what, format, listWidth(options, screen, io))
    : await textOf(requested, { ...options, format }, screen);
  if (text === null) {
    const reports = requested.map(({ report }) => report);
    const shown = {
      text: () => (reports.length === 1 ? shownReport(reports[0]!, screen) : shownTogether(reports, what, screen)),
      page: () => pageOf(reports, what),
    };
    await writePicture(shown, { format, out, theme: 'auto' }, io);
  } else if (toFile) await writeNamedFile(resolve(io.cwd, out), text, io.files);
  else io.out.write(text);
  return exitCode('done');
}

/** What is asked for; undefined where only the file can tell which picture. */
function formatOf({ json, format, out = '' }: ScheduleOptions): string | undefined {
  return json ? 'json' : (format ?? Object.keys(tables).find((name) => out.toLowerCase().endsWith(`.${name}`)));
}

async function requestedOf({ what, ...request }: ScheduleOptions, io: Io): Promise<RequestedSchedule[]> {
  if (what.length === 0) {
    throw userError('SCHEDULE', 'no schedule named', { hint: '`lr-tool schedule --list` shows them all' });
  }
  const requested: RequestedSchedule[] = [];
  for (const one of what) requested.push(await requestSchedule(one, request, io));
  return requested;
}

/** A table or a program; null where a picture is asked for. */
async function textOf(
  requested: readonly RequestedSchedule[],
  { what, format = '', ...request }: Omit<ScheduleOptions, 'format'> & { readonly format: string | undefined },
  screen: Screen,
): Promise<string | null> {
  const writer = snippetWriters.find(({ name }) => name === format);
  if (writer) {
    const one = onlyOne(requested, 'a program');
    if (one.report.momentum) screen.note('its momentum is not part of the program; --format csv has it');
    const { snippetOf } = await import('../../snippets/snippet.js');
    return snippetOf(one, writer, typedLine(what[0]!, request));
  }
  const table = Object.hasOwn(tables, format) ? tables[format] : undefined;
  return (
    table?.(
      requested.map(({ report }) => report),
      what,
    ) ?? null
  );
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

async function listText(what: readonly string[], format: string | undefined, width: number): Promise<string> {
  const specs = listed(what);
  if (format !== 'json') return scheduleTable(specs, width);
  const { documentText } = await import('../../reports/documents.js');
  return documentText(scheduleList(specs));
}

function listed(names: readonly string[]): readonly (typeof schedules)[number][] {
  if (names.length === 0) return schedules;
  return names.map((name) => scheduleSpec(knownName(name)));
}
