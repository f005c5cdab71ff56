import { userError } from '../../base/errors.js';
import { shownText } from '../../base/shown.js';
import { loadConfig } from '../../config/load.js';
import { type ResolvedConfig, resolveConfig } from '../../config/resolve.js';
import { childOf } from '../../config/schema-fields.js';
import { type SweptKey, sweptKeyOf } from '../../config/sweep-values.js';
import type { SweptValue } from '../../runs/value-sweep.js';
import { tellCode } from '../code-notice.js';
import { findFlags } from '../commands/find.js';
import type { FindOptions } from '../commands/find.run.js';
import { overridesFrom } from '../config-options.js';
import type { Io } from '../io.js';

/** What --sweep asks for, checked as far as it can be without reading data. */
export interface ValuesRequest extends SweptKey {
  /** The config without the values. */
  readonly resolved: ResolvedConfig;
  readonly values: readonly SweptValue[];
  /** What the user should know of the configs, each once. */
  readonly notes: readonly string[];
}

/**
 * The configs of a range test at each value: that of the command line, with the key on top of everything.
 *
 * @param typed the argument of --sweep
 * Errors: SWEEP, USAGE, and those of the configs: a value that does not fit names its key.
 */
export async function requestValues(typed: string, options: FindOptions, io: Io): Promise<ValuesRequest> {
  const swept = sweptKeyOf(typed);
  const { path, key, texts } = swept;
  const flags = overridesFrom(findFlags, options);
  const own = flags.find((flag) => flag.path === key);
  if (own !== undefined) {
    throw userError('USAGE', `${own.origin} and --sweep both set ${key}`, { hint: `leave ${own.origin} away` });
  }
  const { config, set = [], allowCode = false } = options;
  const { cwd, env, readStdin } = io;
  const source = await loadConfig({ config, cwd, readStdin, allowCode, onCode: tellCode(io) });
  const resolved = resolveConfig({ source, cwd, env, set, flags });
  if (resolved.config.find.autoRange) {
    throw userError('USAGE', '--auto-range looks for a range of its own, and --sweep compares over the same one', {
      hint: 'find the range first, then type it: --start-lr and --end-lr',
    });
  }
  const each = texts.map((text) => {
    const override = { path: key, value: text, origin: '--sweep', typed: `--sweep ${key}=${text}` };
    return { text, with: resolveConfig({ source, cwd, env, set, flags: [...flags, override] }) };
  });
  const values = each.map(({ text, with: { config } }): SweptValue => {
    const value = path.reduce(childOf, config as unknown);
    return { text, value, config };
  });
  const shown = values.map(({ config }) => JSON.stringify(config));
  const twice = shown.findIndex((one, i) => shown.indexOf(one) !== i);
  if (twice >= 0) {
    throw userError('SWEEP', `--sweep ${shownText(typed)}: ${key} ${shownText(texts[twice]!)} is there twice`, {
      hint: 'name each value once',
    });
  }
  const notes = new Set([...resolved.notes, ...each.flatMap((one) => one.with.notes)]);
  return { ...swept, resolved, values, notes: [...notes] };
}
