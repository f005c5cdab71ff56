import { basename, resolve } from 'node:path';
import type { UseName } from '../../analysis/bounds/uses.js';
import { type ProfileName, profiles } from '../../analysis/profiles.js';
import { repeatOf } from '../../analysis/repeats/pooled.js';
import { userError } from '../../base/errors.js';
import { parseNumber } from '../../base/numbers.js';
import { shownText } from '../../base/shown.js';
import { version } from '../../base/version.js';
import type { ColumnChoice } from '../../curves/columns.js';
import { readCurve } from '../../curves/read.js';
import { reportIn } from '../../curves/report.js';
import type { CurveSource } from '../../curves/source.js';
import { repeatName } from '../../plots/find.js';
import type { FindReport } from '../../reports/find.js';
import { repeatsIn } from '../../reports/repeats-reading.js';
import { reportText } from '../../reports/write.js';
import { type Recorded, type SuggestRequest, suggestFromCurves, suggestFromReport } from '../../runs/suggest.js';
import { requireWritable, writeNamedFile } from '../../storage/named-file.js';
import { exitCode } from '../exit-codes.js';
import type { Io } from '../io.js';
import { readNamedFile } from '../read-named-file.js';
import { type Screen, type ScreenOptions, screenFor } from '../screen.js';
import { shownReport } from '../shown-report.js';

export interface SuggestOptions extends ScreenOptions {
  /** Paths, or - for standard input. */
  readonly curves: readonly string[];
  readonly for?: UseName;
  readonly rule?: string;
  readonly profile?: ProfileName;
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
    profile: profiles.find(({ name }) => name === profile),
    steps: typed('--steps', steps, (n) => Number.isInteger(n) && n >= 2, 'a whole number of 2 or more'),
    optimizer,
    momentum: typed('--momentum', momentum, (n) => n >= 0 && n < 1, 'a number from 0 to below 1'),
  };
  const { curves } = options;
  const sources = await Promise.all(
    curves.map(async (name) => ({ name, source: await readNamedFile(name, wanted, io) })),
  );
  const [first] = sources as [(typeof sources)[number], ...typeof sources];
  const report = sources.length === 1 ? reportIn(first.source) : null;
  if (report !== null) return suggestFromReport(report, version, request);
  const recorded = sources.flatMap(({ name, source }) => curvesIn(source, name, options, screen, smoothed ?? false));
  return suggestFromCurves(recorded, version, request);
}

/** The curve in a file; of a report with repeats, all of them. */
function curvesIn(
  source: CurveSource,
  name: string,
  choice: ColumnChoice,
  screen: Screen,
  smoothed: boolean,
): Recorded[] {
  const called = name === '-' ? 'curve' : basename(name);
  const report = reportIn(source);
  if (report !== null) {
    const repeats = repeatsIn(report);
    const names = [called, ...report.repeats.map((repeat) => `${called} ${repeatName(repeat)}`)];
    return repeats.losses.map((_, k) => ({ curve: repeatOf(repeats, k), name: names[k]! }));
  }
  const { curve, note } = readCurve(source, choice);
  if (note !== undefined && !smoothed) screen.note(note);
  return [{ curve, name: called }];
}

/** The number of a flag; undefined where it was not typed. */
function typed(flag: string, text: string | undefined, fits: (value: number) => boolean, what: string) {
  if (text === undefined) return undefined;
  const value = parseNumber(text);
  if (value !== null && fits(value)) return value;
  throw userError('FLAG_INVALID', `${flag} must be ${what}, is '${shownText(text)}'`, {
    hint: `mend or leave out ${flag}`,
  });
}
