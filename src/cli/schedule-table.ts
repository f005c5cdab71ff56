import { z } from 'zod';
import { wrapText } from '../base/text.js';
import { version } from '../base/version.js';
import type { SchedulesReport } from '../reports/schedules.js';

interface Described {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly params: Readonly<Record<string, z.core.$ZodType>>;
}

/** Wider ones are hard to read. */
const widest = 100;

/** Every schedule with its parameters, their defaults and what they mean, as `schedule --list` prints them. */
export const scheduleTable = (specs: readonly Described[], width: number): string =>
  `${specs.map((spec) => entryOf(spec, Math.min(width, widest))).join('\n\n')}\n`;

/** The same for programs. */
export const scheduleList = (specs: readonly Described[]): SchedulesReport => ({
  kind: 'lr-tool/schedules',
  version: 1,
  tool: version,
  schedules: specs.map(({ name, summary, source, params }) => ({
    name,
    summary,
    source,
    parameters: Object.entries(params).map(([key, schema]) => ({
      name: key,
      description: descriptionOf(schema),
      ...(hasDefault(schema) && { default: schema.def.defaultValue }),
    })),
  })),
});

function entryOf({ name, summary, source, params }: Described, width: number): string {
  const rows = Object.entries(params).flatMap(([key, schema]) => {
    const [first = '', ...others] = wrapText(meaningOf(schema), width - 20);
    return [`  ${key.padEnd(17)} ${first}`, ...others.map((line) => `${' '.repeat(20)}${line}`)];
  });
  const [title = '', ...rest] = wrapText(`${name}: ${summary}`, width);
  return [
    title,
    ...rest.map((line) => `  ${line}`),
    ...rows,
    ...wrapText(source, width - 2).map((line) => `  ${line}`),
  ].join('\n');
}

/** The description of a parameter, with its default. */
export const meaningOf = (schema: z.core.$ZodType): string =>
  hasDefault(schema)
    ? `${descriptionOf(schema)} (default: ${JSON.stringify(schema.def.defaultValue)})`
    : descriptionOf(schema);

const hasDefault = (schema: z.core.$ZodType): schema is z.ZodDefault | z.ZodPrefault =>
  schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;

const descriptionOf = (schema: z.core.$ZodType): string => z.globalRegistry.get(schema)?.description ?? '';
