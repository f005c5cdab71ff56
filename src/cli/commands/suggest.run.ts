import { basename, resolve } from 'node:path';
import type { UseName } from '../../analysis/bounds/uses.js';
import { type ProfileName, profileNamed } from '../../analysis/profiles.js';
import { userError } from '../../base/errors.js';
import { parseNumber } from '../../base/numbers.js';
import { shownText } from '../../base/shown.js';
import { version } from '../../base/version.js';
import { readCurve } from '../../curves/read.js';
import { reportIn } from '../../curves/report.js';
import type { FindReport } from '../../reports/find.js';
import { reportText } from '../../reports/write.js';
import { type Recorded, type SuggestRequest, suggestFromCurves, suggestFromReport } from '../../runs/suggest.js';
import { recordedIn, suggestFromReports } from '../../runs/suggest-reports.js';
import { requireWritable, writeNamedFile } from '../../storage/named-file.js';
import { exitCode } from '../exit-codes.js';
import type { Io } from '../io.js';
import { readCurveFile } from '../read-curve-file.js';
import { type Screen, type ScreenOptions, screenFor } from '../screen.js';
import { shownReport } from '../shown-report.js';

export interface SuggestOptions extends ScreenOptions {
  /** Paths, or - for standard input. */
  readonly curves: readonly string[];
  readonly for?: UseName;
  readonly rule?: string;
  readonly profile?: ProfileName | 'none';
  readonly lrColumn?: string;
  readonly lossColumn?: string;
  readonly smoothed?: boolean;
  readonly steps?: string;
  readonly optimizer?: string;
  readonly momentum?: string;
  readonly json?: boolean;
  readonly out?: string;
}

const wanted = { noun: 'file', hint: 'name a CSV, JSON or TensorBoard file with lr and loss, or - for stdin' };

export async function run(options: SuggestOptions, io: Io): Promise<number> {
  const screen = screenFor(io, options);
  const out = options.out === undefined ? null : resolve(io.cwd, options.out);
  if (out !== null) await requireWritable(out);
  const report = await reportOf(options, screen, io);
  if (options.json) io.out.write(reportText(report));
  else screen.print(shownReport(report, screen));
  if (out !== null) await writeNamedFile(out, reportText(report), io.files);
  return exitCode(report.recommendation.ok ? 'done' : 'no');
}

async function reportOf(options: SuggestOptions, screen: Screen, io: Io): Promise<FindReport> {
  const { steps, optimizer, momentum, profile, for: use, rule, smoothed } = options;
  const request: SuggestRequest = {
    for: use,
    rule,
    smoothed,
    profile: profile === 'none' ? null : profileNamed(profile),
    steps: typed('--steps', steps, (n) => Number.isInteger(n) && n >= 2, 'a whole number of 2 or more'),
    optimizer,
    momentum: typed('--momentum', momentum, (n) => n >= 0 && n < 1, 'a number from 0 to below 1'),
  };
  const { curves } = options;
  const sources = await Promise.all(
    curves.map(async (name) => {
      const source = await readCurveFile(name, wanted, io);
      return { name: name === '-' ? 'curve' : basename(name), source, report: reportIn(source) };
    }),
  );
  const reports = sources.flatMap(({ name, report }) => (report === null ? [] : [{ name, report }]));
  if (reports.length === sources.length) {
    const [only, ...others] = reports;
    return others.length === 0
      ? suggestFromReport(only!.report, version, request)
      : suggestFromReports(reports, version, request);
  }
  const recorded = sources.flatMap(({ name, source, report }): Recorded[] => {
    if (report !== null) return recordedIn({ name, report });
    const { curve, note } = readCurve(source, options);
    if (note !== undefined && !smoothed) screen.note(note);
    return [{ curve, name }];
  });
  if (reports.length === 0 && optimizer === undefined && momentum === undefined) screen.note(plainSgd);
  return suggestFromCurves(recorded, version, request);
}

const plainSgd = 'the optimizer is not known: read as SGD without momentum; --optimizer says which it was';

/** The number of a flag; undefined where it was not typed. */
function typed(flag: string, text: string | undefined, fits: (value: number) => boolean, what: string) {
  if (text === undefined) return undefined;
  const value = parseNumber(text);
  if (value !== null && fits(value)) return value;
  throw userError('FLAG_INVALID', `${flag} must be ${what}, is '${shownText(text)}'`, {
    hint: `mend or leave out ${flag}`,
  });
}
