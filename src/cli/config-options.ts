import { Option } from 'commander';
import { z } from 'zod';
import type { FlagOverride } from '../config/override.js';
import { runConfig } from '../config/run-config.js';

/** A flag that sets one key of the config: its text, choices and default come from the schema. */
export interface ConfigFlag {
  /** Key path in the config, e.g. 'find.startLr'. */
  readonly path: string;
  /** Long flag; the last key in kebab case if left out. */
  readonly flag?: string;
  /** The word for its value, and the help; those of the schema if left out. */
  readonly value?: string;
  readonly text?: string;
  /** What it sets where it takes no value. */
  readonly sets?: string;
}

const longFlag = ({ path, flag }: ConfigFlag) =>
  flag ??
  `--${path
    .split('.')
    .at(-1)!
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Longest list of choices that stands in the place of the value. */
const shortChoices = 40;

/** The commander options of config keys. No defaults: commander's would beat the config file. */
export const configOptions = (flags: readonly ConfigFlag[], group: string): Option[] =>
  flags.map((flag) => {
    if (flag.text !== undefined) {
      const value = flag.sets === undefined ? ` <${flag.value}>` : '';
      return new Option(`${longFlag(flag)}${value}`, flag.text).helpGroup(group);
    }
    const { description, choices, fallback, isSwitch } = describeField(flag.path);
    if (isSwitch) return new Option(longFlag(flag), description);
    const shown = fallback === undefined ? '' : ` (default: ${String(fallback)})`;
    const list = choices?.join('|') ?? '';
    const long = list.length > shortChoices;
    const argument = choices === null ? 'value' : long ? 'name' : list;
    const option = new Option(`${longFlag(flag)} <${argument}>`, `${description}${shown}`).helpGroup(group);
    if (long) option.argChoices = [...choices!]; // told in the help; checked by the schema
    return option;
  });

/** The overrides among the parsed options, values as typed: the schema checks and types them. */
export const overridesFrom = (
  flags: readonly ConfigFlag[],
  parsed: Readonly<Record<string, unknown>>,
): FlagOverride[] =>
  flags.flatMap((flag) => {
    const long = longFlag(flag);
    const value = parsed[new Option(flag.sets === undefined ? `${long} <value>` : long).attributeName()];
    if (flag.sets !== undefined) return value === false ? [{ path: flag.path, value: flag.sets, origin: long }] : [];
    return typeof value === 'string' || value === true ? [{ path: flag.path, value: String(value), origin: long }] : [];
  });

interface FieldText {
  readonly description: string;
  readonly choices: readonly string[] | null;
  readonly fallback: unknown;
  /** It is true or false: the flag has no value and means true. */
  readonly isSwitch: boolean;
}

/** Reads a field's description, choices and default off the schema. */
function describeField(path: string): FieldText {
  let schema: z.core.$ZodType = runConfig;
  let description = '';
  let fallback: unknown;
  const unwrap = () => {
    description = z.globalRegistry.get(schema)?.description ?? description;
    while (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
      if (schema instanceof z.ZodDefault) fallback = schema.def.defaultValue;
      schema = schema.def.innerType;
      description ||= z.globalRegistry.get(schema)?.description ?? '';
    }
  };
  unwrap();
  for (const key of path.split('.')) {
    if (!(schema instanceof z.ZodObject)) throw new Error(`no field '${key}' on the way to '${path}'`);
    schema = schema.shape[key]!;
    description = '';
    fallback = undefined;
    unwrap();
  }
  const choices = schema instanceof z.ZodEnum ? schema.options.map(String) : null;
  return { description, choices, fallback, isSwitch: schema instanceof z.ZodBoolean };
}
