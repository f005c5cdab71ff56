import { userError } from '../base/errors.js';
import type { Report } from '../reports/all.js';
import type { FindReport } from '../reports/find.js';
import { parseReport } from '../reports/read.js';
import { rangeTestHint } from '../reports/value-sweep.js';
import type { Io } from './io.js';
import { readNamedFile } from './read-named-file.js';

const wanted = {
  noun: 'report',
  hint: 'name a report file or a run folder; `lr-tool plot` alone draws the newest',
};

/** The report that a path (of the file or its run folder) names; - is standard input. Errors: those of `readNamedFile` and `parseReport`. */
export async function readReport(name: string, io: Io): Promise<Report> {
  const { where, bytes } = await readNamedFile(name, wanted, io);
  return parseReport(new TextDecoder().decode(bytes), where);
}

/** The find report of --from. Errors: those of `readReport`, REPORT_KIND. */
export async function readFindReport(from: string, io: Io): Promise<FindReport> {
  const report = await readReport(from, io);
  if (report.kind === 'lr-tool/find') return report;
  throw userError('REPORT_KIND', `--from ${from} is a report of kind ${report.kind}, not lr-tool/find`, {
    hint: rangeTestHint(report.kind),
  });
}
