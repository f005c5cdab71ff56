import { repeatOf } from '../analysis/repeats/pooled.js';
import { runWarningCodes } from '../analysis/warnings.js';
import { type WarningSpec, warningsOf } from '../base/warning-spec.js';
import { recordedConfig } from '../config/recorded-config.js';
import type { FindReport } from '../reports/find.js';
import { originsIn, repeatsIn } from '../reports/repeats-reading.js';
import { asObject, commonOptimizer, type Recorded, reading, type SuggestRequest, sameRates } from './suggest.js';

/** A find report with the name of its file. */
export interface NamedReport {
  readonly name: string;
  readonly report: FindReport;
}

/** The sweeps of a report, each with what the report knows of it. */
export function recordedIn({ name, report }: NamedReport): Recorded[] {
  const repeats = repeatsIn(report);
  const { optimizer } = recordedConfig.parse(report.config);
  return originsIn(report).map(({ seed, name: own, stop }, k) => ({
    curve: repeatOf(repeats, k),
    name: k === 0 ? name : `${name} ${own ?? `seed ${seed}`}`,
    known: { seed, stop, optimizer },
  }));
}

/** What decides a curve besides the seed and the optimizer. */
const decisive = ['dataset', 'model', 'loss', 'batchSize', 'engine'] as const;

/**
 * The sweeps of several find reports as repeats of one: each keeps its seed, its end and its validation losses; config,
 * engine and data are those of the first. What the reports differ in is a warning.
 *
 * Errors: CURVES_DIFFER where rates or optimizers do; STEPS_TOO_FEW, PROFILE_RULE.
 */
export function suggestFromReports(reports: readonly NamedReport[], tool: string, request: SuggestRequest): FindReport {
  const [{ report: first }] = reports as [NamedReport, ...NamedReport[]];
  const recorded = reports.flatMap(recordedIn);
  commonOptimizer(recorded, request);
  const origins = reports
    .flatMap(({ report }) => originsIn(report))
    .map((origin, k) => ({ ...origin, name: recorded[k]!.name }));
  const steps = Math.max(...reports.map(({ report }) => report.sweep.steps));
  const read = reading(sameRates(recorded), origins, { ...first, steps }, request);
  return {
    ...first,
    tool,
    config: {
      ...first.config,
      find: { ...asObject(first.config['find']), ...read.asked, repeats: recorded.length },
    },
    sweep: { ...first.sweep, steps: read.steps },
    ...read.reading,
    warnings: [
      ...first.warnings.filter(({ code }) => runWarningCodes.includes(code)),
      ...read.reading.warnings,
      ...warningsOf(togetherWarningSpecs, { reports, recorded }),
    ],
    timing: null,
  };
}

/** What several reports are read as. */
interface Together {
  readonly reports: readonly NamedReport[];
  readonly recorded: readonly Recorded[];
}

/** Every warning about reports that are read together, in the order of their codes. Codes keep their meaning for ever. */
export const togetherWarningSpecs: readonly WarningSpec<Together>[] = [
  {
    code: 'W202',
    summary: 'sweeps that are read together differ in more than their seeds',
    message: ({ reports }) => {
      const [first, ...others] = reports as [NamedReport, ...NamedReport[]];
      const textOf = ({ config, engine }: FindReport, key: (typeof decisive)[number]) =>
        JSON.stringify(key === 'engine' ? (engine?.backend ?? null) : config[key]);
      return others.flatMap((other) => {
        const keys = decisive.filter((key) => textOf(first.report, key) !== textOf(other.report, key));
        return keys.length === 0
          ? []
          : [
              `${first.name} and ${other.name} differ in ${keys.join(', ')}: what they tell apart is not chance alone; read them one at a time, or lay them over each other with lr-tool plot`,
            ];
      });
    },
  },
  {
    code: 'W203',
    summary: 'the same sweep is read twice, which makes an interval too narrow',
    message({ recorded }) {
      const losses = recorded.map(({ curve }) => curve.loss.join());
      return recorded.flatMap(({ name }, i) => {
        const before = losses.indexOf(losses[i]!);
        return before === i
          ? []
          : [`${name} is the same sweep as ${recorded[before]!.name}: the interval is too narrow; leave one away`];
      });
    },
  },
];
