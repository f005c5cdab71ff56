import { z } from 'zod';
import { wrapText } from '../base/text.js';

interface Described {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly params: Readonly<Record<string, z.core.$ZodType>>;
}

const width = 100;

/** Every schedule with its parameters, their defaults and what they mean, as `schedule --list` prints them. */
export const scheduleTable = (specs: readonly Described[]): string => `${specs.map(entryOf).join('\n\n')}\n`;

function entryOf({ name, summary, source, params }: Described): string {
  const rows = Object.entries(params).flatMap(([key, schema]) => {
    const [first = '', ...others] = wrapText(meaningOf(schema), width - 20);
    return [`  ${key.padEnd(17)} ${first}`, ...others.map((line) => `${' '.repeat(20)}${line}`)];
  });
  return [`${name}: ${summary}`, ...rows, ...wrapText(source, width - 2).map((line) => `  ${line}`)].join('\n');
}

/** The description of a parameter, with its default. */
export function meaningOf(schema: z.core.$ZodType): string {
  const description = z.globalRegistry.get(schema)?.description ?? '';
  if (!(schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)) return description;
  return `${description} (default: ${JSON.stringify(schema.def.defaultValue)})`;
}
