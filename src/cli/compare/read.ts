import { basename, extname } from 'node:path';
import { userError } from '../../base/errors.js';
import { loadConfig } from '../../config/load.js';
import type { FlagOverride } from '../../config/override.js';
import { type ResolvedConfig, resolveConfig } from '../../config/resolve.js';
import type { ParsedSource } from '../../config/source.js';
import type { FindReport } from '../../reports/find.js';
import type { Contender } from '../../runs/compare-rates.js';
import { ratesFromReport } from '../../runs/rates.js';
import { tellCode } from '../code-notice.js';
import type { ConfigRequestOptions } from '../config-request.js';
import type { Io } from '../io.js';
import { readFindReport } from '../read-report.js';
import { hasBaseLr, schedulesOf, type TrainingScheduleName, usualSchedules } from './schedules.js';

export interface ContenderOptions extends Omit<ConfigRequestOptions, 'config'> {
  readonly configs: readonly string[];
  readonly schedules?: string | undefined;
  readonly from?: string | undefined;
}

export interface ReadContender extends Contender {
  readonly resolved: ResolvedConfig;
}

const scheduleName = 'train.schedule.name';
const baseLr = 'train.schedule.baseLr';

/**
 * What a command line asks to compare: every config with every schedule that is named; the usual ones where there is one
 * config and none is named. Rates of --from lie below what flags say and above all else.
 *
 * Errors: those of reading, CONFIG_TWICE, SCHEDULES, ONE_CONTENDER
 */
export async function readContenders(
  { configs, schedules, from, set = [], allowCode = false }: ContenderOptions,
  flags: readonly FlagOverride[],
  io: Io,
): Promise<ReadContender[]> {
  const twice = configs.find((config, i) => configs.indexOf(config) !== i);
  if (twice !== undefined) {
    throw userError('CONFIG_TWICE', `${twice} is named twice`, { hint: 'name every config once' });
  }
  const names = schedules === undefined ? null : schedulesOf(schedules);
  const report = from === undefined ? null : await readFindReport(from, io);
  const asked = configs.length === 0 ? [undefined] : configs;
  const sources: ParsedSource[] = [];
  for (const config of asked) {
    sources.push(await loadConfig({ config, cwd: io.cwd, readStdin: io.readStdin, allowCode, onCode: tellCode(io) }));
  }
  const each = names ?? (sources.length === 1 ? usualSchedules : [null]);
  if (sources.length * each.length < 2) {
    throw userError('ONE_CONTENDER', `--schedules ${schedules}: there is nothing to compare it with`, {
      hint: 'name two schedules or more, or several configs',
    });
  }
  const labels = labelsOf(sources);
  const anyBaseLr = each.some((name) => name !== null && hasBaseLr(name));
  const contenderOf = (source: ParsedSource, label: string, name: TrainingScheduleName | null): ReadContender => {
    const resolveWith = (overrides: readonly FlagOverride[]) =>
      resolveConfig({ source, cwd: io.cwd, env: io.env, set, flags: overrides });
    const naming = name === null ? [] : [{ path: scheduleName, value: name, origin: '--schedules' }];
    const typed = flags.filter(({ path }) => path !== baseLr || name === null || hasBaseLr(name) || !anyBaseLr);
    const found = report === null ? [] : ratesOf(report, from!, name ?? resolveWith(naming).config.train.schedule.name);
    const resolved = resolveWith([...naming, ...found, ...typed]);
    return {
      label: [...(sources.length > 1 ? [label] : []), ...(name === null ? [] : [name])].join(' '),
      config: resolved.config,
      baseDir: resolved.baseDir,
      resolved,
    };
  };
  return sources.flatMap((source, i) => each.map((name) => contenderOf(source, labels[i]!, name)));
}

/** File names without extension where these tell the configs apart; else what was typed. */
function labelsOf(sources: readonly ParsedSource[]): string[] {
  const short = sources.map(({ label }) => basename(label, extname(label)));
  return new Set(short).size === short.length ? short : sources.map(({ label }) => label);
}

const ratesOf = (report: FindReport, from: string, name: TrainingScheduleName): FlagOverride[] =>
  Object.entries(ratesFromReport(report, from, name)).map(([key, lr]) => ({
    path: `train.schedule.${key}`,
    value: String(lr),
    origin: '--from',
  }));
