import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { formatLr } from '../../base/numbers.js';
import type { ResolvedConfig } from '../../config/resolve.js';
import { drawAscii } from '../../plots/ascii.js';
import { findFigure } from '../../plots/find.js';
import { curveCsv } from '../../reports/curve-csv.js';
import type { FindReport } from '../../reports/find.js';
import { jsonText } from '../../reports/json.js';
import { reportText } from '../../reports/write.js';
import { runFind } from '../../runs/find.js';
import { prepareRun } from '../../runs/prepare.js';
import { atomicWrite, requireWritable } from '../../storage/atomic-write.js';
import { createRunFolder, reportFile } from '../../storage/run-folder.js';
import { type ConfigRequestOptions, originsText, requestConfig } from '../config-request.js';
import { exitCode } from '../exit-codes.js';
import type { Io, Signal } from '../io.js';
import { dataFolders, runsFolder } from '../places.js';
import { type ScreenOptions, screenFor } from '../screen.js';
import { shellCommand } from '../shell-command.js';
import { findSummary } from '../terminal/summary.js';
import { version } from '../version.js';
import { findFlags } from './find.js';

export interface FindOptions extends ConfigRequestOptions, ScreenOptions {
  readonly json?: boolean;
  readonly out?: string;
  readonly save: boolean;
  readonly showConfig?: boolean;
  readonly [flag: string]: unknown;
}

export async function run(options: FindOptions, io: Io): Promise<number> {
  const screen = screenFor(io, options);
  const resolved = await requestConfig(options, findFlags, io);
  for (const note of resolved.notes) screen.note(note);
  if (options.showConfig) {
    screen.print(originsText(resolved));
    return exitCode('done');
  }
  const out = options.out === undefined ? null : resolve(io.cwd, options.out);
  if (out !== null) await requireWritable(out);

  const prepared = await prepareRun({
    config: resolved.config,
    baseDir: resolved.baseDir,
    dataDirs: dataFolders(io),
    allowCode: options.allowCode ?? false,
    elapsed: io.elapsed,
  });
  screen.note(prepared.engineNote);
  const folder = options.save ? await createRunFolder(runsFolder(io), 'find', io.date(), shortId(resolved, io)) : null;

  const stopping = new AbortController();
  let signal: Signal | null = null;
  const stopListening = io.onSignal((received) => {
    signal = received;
    stopping.abort();
    screen.progress.finish();
    screen.note('stopping after this batch; press Ctrl-C again to quit at once');
  });
  let report: FindReport;
  try {
    const total = prepared.config.find.steps;
    report = await runFind({
      ...prepared,
      tool: version,
      signal: stopping.signal,
      onPoint: ({ step, lr, loss }) => screen.progress.update({ done: step + 1, total, loss, lr }),
    });
  } catch (error) {
    await folder?.discard();
    throw error;
  } finally {
    screen.progress.finish();
    stopListening();
    prepared.trainer.dispose();
  }

  const text = reportText(report);
  if (options.json) io.out.write(text);
  else screen.print(findText(report, { ...screen, ...nextCommand(report, resolved, options) }));
  if (out !== null) await atomicWrite(out, text);
  if (folder !== null) {
    await folder.write(reportFile, text);
    await folder.write('config.resolved.json', jsonText(report.config));
    await folder.write('metrics.csv', curveCsv(report));
    screen.note(`saved in ${folder.path}`);
  }
  return exitCode(signal ?? (report.recommendation.ok ? 'done' : 'no'));
}

/** The plot and what the report says, as `find` and `plot` print it. */
export function findText(
  report: FindReport,
  { next, ...look }: Pick<ReturnType<typeof screenFor>, 'paint' | 'width' | 'ascii'> & { readonly next?: string },
): string {
  return `${drawAscii(findFigure([report]), look)}\n\n${findSummary(report, { ...look, ...(next && { next }) })}`;
}

/** The command that trains with what was found, to be typed as it stands; nothing where nothing was found. */
function nextCommand({ recommendation: r }: FindReport, { label }: ResolvedConfig, options: FindOptions) {
  if (!r.ok) return {};
  const rates =
    r.for === 'constant'
      ? ['--max-lr', formatLr(r.lr, 3)]
      : ['--base-lr', formatLr(r.baseLr, 3), '--max-lr', formatLr(r.maxLr, 3)];
  const kept = (options.set ?? []).flatMap((setting) => ['--set', setting]);
  const flags = ['batchSize', 'seed', 'backend'].flatMap((name) =>
    typeof options[name] === 'string' ? [`--${name.replace('S', '-s')}`, options[name]] : [],
  );
  return { next: shellCommand(['lr-tool', 'train', label, '--schedule', r.for, ...rates, ...kept, ...flags]) };
}

/** Tells runs of the same second apart: their configs, and the process's own clock. */
const shortId = ({ config }: ResolvedConfig, io: Io): string =>
  createHash('sha256')
    .update(`${JSON.stringify(config)} ${io.elapsed()}`)
    .digest('hex')
    .slice(0, 6);
