import { Option } from 'commander';
import type { TrialOption, TrialTest, TrialValues } from '../../analysis/trials/trial-test.js';
import { userError } from '../../base/errors.js';
import { parseNumber } from '../../base/numbers.js';
import { shownText } from '../../base/shown.js';
import { version } from '../../base/version.js';
import { orNull } from '../../reports/curve-reading.js';
import type { TrialsReport } from '../../reports/trials.js';
import { runTrials } from '../../runs/trials.js';
import { createRunFolder } from '../../storage/run-folder.js';
import { requestConfig } from '../config-request.js';
import { exitCode } from '../exit-codes.js';
import { finishRun } from '../finish-run.js';
import type { Io } from '../io.js';
import { openRun, type RunOptions } from '../open-run.js';
import { runsFolder } from '../places.js';
import { shortId } from '../run-id.js';
import { screenFor } from '../screen.js';
import { shownReport } from '../shown-report.js';
import { stoppingOn } from '../stopping.js';
import { trialText } from '../terminal/trials-summary.js';
import { trialFlags } from './trials.js';

export async function run(test: TrialTest, options: RunOptions, io: Io): Promise<number> {
  const screen = screenFor(io, options);
  const values = valuesOf(test, options);
  const resolved = await requestConfig(options, trialFlags, io);
  const opened = await openRun(resolved, options, screen, io);
  if (opened === null) return exitCode('done');
  const { prepared } = opened;
  const folder = options.save
    ? await createRunFolder(runsFolder(io), test.name, io.date(), shortId(resolved, io), io.files)
    : null;
  const stopping = stoppingOn(io, screen, 'batch');
  let report: TrialsReport;
  try {
    report = await runTrials({
      ...prepared,
      test,
      values,
      tool: version,
      signal: stopping.abort,
      onStep: (step) => screen.progress.update(step),
      onTrial: (trial) => {
        screen.progress.finish();
        screen.note(trialText({ ...trial, loss: trial.loss.map(orNull) }));
      },
    });
  } catch (error) {
    await folder?.discard();
    throw error;
  } finally {
    screen.progress.finish();
    stopping.stopListening();
    prepared.trainer.dispose();
  }
  await finishRun(
    { report, shown: () => shownReport(report, screen), folder, files: () => [] },
    opened,
    options,
    screen,
    io,
  );
  return exitCode(stopping.received() ?? (report.verdict.ok ? 'done' : 'no'));
}

const valuesOf = ({ options }: TrialTest, typed: RunOptions): TrialValues =>
  Object.fromEntries(options.map((option) => [option.flag, numbersOf(option, typed)]));

/** Error: FLAG_INVALID */
function numbersOf({ flag, fallback, fits, what }: TrialOption, typed: RunOptions): readonly number[] {
  const text = typed[new Option(`${flag} <value>`).attributeName()];
  if (typeof text !== 'string') return fallback;
  const numbers = text.split(',').map((part) => parseNumber(part) ?? Number.NaN);
  const several = fallback.length > 1;
  if (numbers.every(fits) && (several || numbers.length === 1)) return numbers;
  throw userError('FLAG_INVALID', `${flag} must be ${what}, is '${shownText(text)}'`, {
    hint: `mend or leave out ${flag}`,
  });
}
