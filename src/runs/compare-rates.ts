import { machineError } from '../base/errors.js';
import type { RunConfig } from '../config/run-config.js';
import type { FindReport } from '../reports/find.js';
import type { TrainReport } from '../reports/train.js';
import { complete, ratesFromReport, withRates } from './rates.js';
import type { TaskEvent, Workers } from './task.js';

/** Something to be compared: a config with a name. */
export interface Contender {
  readonly label: string;
  readonly config: RunConfig;
  /** Folder that relative paths of the config start from. */
  readonly baseDir: string;
}

/** Its schedule has its rates. */
export interface RatedContender extends Contender {
  readonly rates: TrainReport['schedule']['rates'];
}

/** A range test with the contenders that take their rates from it. */
export interface SharedTest {
  readonly labels: readonly string[];
  readonly report: FindReport;
}

export type Rated =
  | { readonly ok: true; readonly contenders: readonly RatedContender[]; readonly tests: readonly SharedTest[] }
  /** why: null where it was interrupted. */
  | { readonly ok: false; readonly why: string | null };

export interface RatesWanted {
  readonly contenders: readonly Contender[];
  /** Seed of the range tests. */
  readonly seed: number;
  readonly workers: Workers;
  readonly onEvent: (event: TaskEvent) => void;
}

/**
 * Gives every schedule without maxLr its rates. Contenders whose configs differ only in how they train share one range
 * test, at the first seed: its curve is read once for each kind of schedule. All seeds use the same rates, so that the
 * spread over seeds is that of training.
 *
 * Error: RANGE_TEST_LOST where the process of a range test ended.
 */
export async function findRates({ contenders, seed, workers, onEvent }: RatesWanted): Promise<Rated> {
  const lacking = contenders.filter(({ config }) => complete(config.train.schedule) === null);
  const groups = new Map<string, Contender[]>();
  for (const contender of lacking) {
    const { config, baseDir } = contender;
    const key = JSON.stringify([baseDir, { ...config, train: null }]);
    groups.set(key, [...(groups.get(key) ?? []), contender]);
  }
  const found = await Promise.all(
    [...groups.values()].map(async (group, i) => {
      const { config, baseDir } = group[0]!;
      const name = `range-test-${i + 1}`;
      const outcome = await workers.run({ work: 'range-test', name, config: { ...config, seed }, baseDir }, onEvent);
      return { group, outcome };
    }),
  );
  const tests: SharedTest[] = [];
  const rated = new Map<Contender, RatedContender>();
  for (const { group, outcome } of found) {
    const labels = group.map(({ label }) => label);
    if (!outcome.ok && outcome.what === 'skipped') return { ok: false, why: null };
    if (!outcome.ok) {
      throw machineError('RANGE_TEST_LOST', `the range test of ${labels.join(', ')} was lost: ${outcome.why}`, {
        hint: 'run it alone with `lr-tool find`, or pass --max-lr',
      });
    }
    const { report } = outcome;
    if (report.stop === 'interrupted') return { ok: false, why: null };
    const { recommendation } = report;
    if (!recommendation.ok) return { ok: false, why: `${labels.join(', ')}: ${recommendation.why.join('; ')}` };
    tests.push({ labels, report });
    for (const contender of group) {
      const { label, config } = contender;
      const rates = ratesFromReport(report, `the range test of ${label}`, config.train.schedule.name);
      const schedule = withRates(config.train.schedule, rates);
      rated.set(contender, {
        ...contender,
        config: { ...config, train: { ...config.train, schedule } },
        rates: 'range-test',
      });
    }
  }
  return {
    ok: true,
    contenders: contenders.map((contender) => rated.get(contender) ?? { ...contender, rates: 'given' }),
    tests,
  };
}
