import { relative } from 'node:path';
import { formatLr } from '../base/numbers.js';
import type { RunConfig } from '../config/run-config.js';
import type { FindReport } from '../reports/find.js';
import { findFlags } from './commands/find.js';
import { trainFlags } from './commands/train.js';
import { overridesFrom } from './config-options.js';
import type { ConfigRequestOptions } from './config-request.js';
import { shellCommand } from './shell-command.js';

/** What the next command has to repeat of the one before. */
export interface Typed {
  /** What people call the config that was used. */
  readonly label: string;
  readonly config: RunConfig;
  readonly options: ConfigRequestOptions & Readonly<Record<string, unknown>>;
  readonly cwd: string;
  /** The resolved config that the run saves; null where it saves nothing. */
  readonly saved: string | null;
}

/** The command that trains with what was found, to be typed as it stands; undefined where nothing was found. */
export function nextCommand({ recommendation: r }: FindReport, typed: Typed): string | undefined {
  if (!r.ok) return undefined;
  const rates =
    r.for === 'constant'
      ? ['--max-lr', formatLr(r.lr, 3)]
      : ['--base-lr', formatLr(r.baseLr, 3), '--max-lr', formatLr(r.maxLr, 3)];
  const schedule = ['--schedule', r.for, ...rates, ...accumulation(typed)];
  return shellCommand(['lr-tool', 'train', ...sameConfig(typed, schedule)]);
}

/** The config with its overrides around what is new. Standard input cannot be read twice: the saved config stands for it. */
function sameConfig({ label, options, cwd, saved }: Typed, added: readonly string[]): string[] {
  const allowed = options.allowCode ? ['--allow-code'] : [];
  if (options.config === '-' && saved !== null) return [relative(cwd, saved), ...added, ...allowed];
  const settings = (options.set ?? []).flatMap((setting) => ['--set', setting]);
  const flags = overridesFrom(findFlags, options)
    .filter(({ path }) => !path.startsWith('find.'))
    .flatMap(({ path, value, origin }) =>
      trainFlags.some((flag) => flag.path === path) ? [origin, value] : ['--set', `${path}=${value}`],
    );
  return [options.config === '-' ? '-' : label, ...added, ...settings, ...flags, ...allowed];
}

/** The rates hold for the batches that were averaged to find them. */
const accumulation = ({ config: { find, train } }: Typed) =>
  find.accumulate === train.accumulate ? [] : ['--accumulate', String(find.accumulate)];
