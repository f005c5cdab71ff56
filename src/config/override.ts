import { parseNumber } from '../base/numbers.js';
import { shownText } from '../base/shown.js';
import { parseJson } from './formats/json.js';
import { isForbiddenKey, type KeyPath, parsePath } from './key-path.js';
import type { Problem } from './problem.js';
import { plainValue } from './tree.js';

/** A flag that stands for a config key, e.g. --start-lr 1e-6. */
export interface FlagOverride {
  /** Key path, e.g. 'find.startLr'. */
  readonly path: string;
  /** As typed; the schema says what it is. */
  readonly value: string;
  /** The flag, e.g. '--start-lr'. */
  readonly origin: string;
  /** What was typed, for messages; the flag and its value if left out. */
  readonly typed?: string;
}

/** A value that replaces one of the config. */
export interface Override {
  readonly path: KeyPath;
  /** As typed. */
  readonly text: string;
  /** Where it comes from: '--steps', '--set', 'env LR_TOOL_SEED'. */
  readonly origin: string;
  /** What was typed in full, for error messages: '--set find.steps=0'. */
  readonly typed: string;
}

/** Environment variables that set a config key; an empty one counts as not set. */
export const environmentKeys = {
  LR_TOOL_SEED: 'seed',
  LR_TOOL_BACKEND: 'backend',
  LR_TOOL_BATCH_SIZE: 'batchSize',
} as const satisfies Record<string, string>;

export interface OverrideSources {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The arguments of --set, in order: 'key.path=value'. */
  readonly set?: readonly string[];
  readonly flags?: readonly FlagOverride[];
}

/** All overrides, those that win last: environment, --set in order, flags. Those that make no sense are problems. */
export function readOverrides({ env = {}, set = [], flags = [] }: OverrideSources): {
  readonly overrides: readonly Override[];
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const overrides: Override[] = [];
  const add = (key: string, text: string, origin: string, typed: string) => {
    const path = parsePath(key);
    if (path === null) problems.push({ path: [], message: 'must be key.path=value', typed });
    else if (path.some(isForbiddenKey)) problems.push({ path, message: 'this key is not allowed', typed });
    else overrides.push({ path, text, origin, typed });
  };
  for (const [name, key] of Object.entries(environmentKeys)) {
    const text = env[name];
    if (text !== undefined && text !== '') add(key, text, `env ${name}`, `${name}=${shownText(text)}`);
  }
  for (const argument of set) {
    const [key, ...value] = argument.split('=');
    add(value.length === 0 ? '' : key!, value.join('='), '--set', `--set ${shownText(argument)}`);
  }
  for (const { path, value, origin, typed } of flags) {
    add(path, value, origin, typed === undefined ? `${origin} ${shownText(value)}` : shownText(typed));
  }
  return { overrides, problems };
}

/**
 * What a text may mean, the likeliest first: a number or any other JSON value, else the text itself. `refused` holds
 * what is wrong with a JSON value whose keys are not allowed.
 */
export function readingsOf(text: string): { readonly readings: readonly unknown[]; readonly refused?: string } {
  const number = parseNumber(text);
  if (number !== null) return { readings: [number, text] };
  const json = parseJson(text, { comments: false });
  if ('tree' in json) return { readings: [plainValue(json.tree), text] };
  const looksLikeJson = /^\s*[[{]/.test(text);
  return { readings: [text], ...(looksLikeJson && { refused: json.problems[0]!.message }) };
}
