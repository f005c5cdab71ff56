import { z } from 'zod';
import { findReport } from './find.js';

const { tool, config, warnings } = findReport.shape;

const test = z.strictObject({
  value: z.unknown().describe('of the key, as it stands in the config'),
  text: z.string().describe('the same as it is typed behind --set KEY='),
  status: z.enum(['completed', 'interrupted', 'failed', 'skipped']),
  why: z.string().optional().describe('why it has no result'),
  lowest: z
    .strictObject({
      loss: z.number().describe('lowest smoothed loss, mean over the sweeps'),
      lr: z.number().min(0).describe('where the smoothed loss, mean over the sweeps, is lowest'),
      each: z.array(z.number()).min(1).describe('of each sweep, in the order of their seeds'),
      noise: z.number().min(0).describe('standard error of one of them by the noise of single batches'),
    })
    .nullable()
    .describe('null where no smoothed loss is finite, or nothing was completed'),
  judged: z
    .array(z.number().nullable())
    .describe('smoothed losses that it is judged by, mean over the sweeps, from the first rate on'),
  report: findReport.nullable().describe('of the range test at this value; null where it was not completed'),
});

/** The report of `lr-tool find --sweep`. Additive fields keep the version; a changed meaning raises it. */
export const valueSweepReport = z.strictObject({
  kind: z.literal('lr-tool/value-sweep'),
  version: z.literal(1),
  tool,
  key: z.string().describe('of the config: what the tests differ in'),
  config: config.describe('without --sweep; each test has its own'),
  judge: z.enum(['loss', 'val_loss']).describe('which smoothed loss tells the values apart'),
  preference: z.enum(['largest', 'lowest']).describe('which is taken of those within noise of the best'),
  tests: z.array(test).min(2).describe('in the order in which the values were typed'),
  choice: z.discriminatedUnion('ok', [
    z.strictObject({
      ok: z.literal(true),
      index: z.int().min(0).describe('into tests'),
      confidence: z.enum(['high', 'medium', 'low']),
      why: z.array(z.string()),
    }),
    z.strictObject({ ok: z.literal(false), why: z.array(z.string()).describe('the last one says what to change') }),
  ]),
  stop: z.enum(['completed', 'interrupted']),
  warnings,
  timing: z.strictObject({ wallMs: z.number(), processes: z.int().min(1) }),
});

export type ValueSweepReport = z.output<typeof valueSweepReport>;
export type ValueTest = ValueSweepReport['tests'][number];

/** What to type where a range test is wanted and a report of another kind was named. */
export const rangeTestHint = (kind: string): string =>
  kind === 'lr-tool/value-sweep'
    ? 'its run folder holds a find report for each value: name one of these'
    : 'name a report of `lr-tool find`';
