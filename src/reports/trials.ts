import { z } from 'zod';
import { findReport } from './find.js';

const { tool, config, engine, data } = findReport.shape;
const loss = z.number().nullable().describe('null where the loss was not finite');

/** The report of the tests by short trials (probe, grid, overfit). Additive fields keep the version. */
export const trialsReport = z.strictObject({
  kind: z.literal('lr-tool/trials'),
  version: z.literal(1),
  tool,
  test: z.string(),
  options: z.record(z.string(), z.array(z.number())).describe('by flag'),
  config,
  seed: z.int(),
  engine: engine.unwrap(),
  data,
  trials: z.array(
    z.strictObject({
      lr: z.number().min(0).describe('0: the same batches by the initial weights, without updates'),
      loss: z.array(loss).describe('of each batch, before its update'),
      stop: z.enum(['completed', 'diverged', 'non-finite', 'interrupted']),
    }),
  ),
  verdict: z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), lr: z.number().min(0), why: z.array(z.string()) }),
    z.strictObject({ ok: z.literal(false), why: z.array(z.string()) }),
  ]),
  timing: z.strictObject({ startupMs: z.number(), dataMs: z.number(), trialsMs: z.number() }),
});

export type TrialsReport = z.output<typeof trialsReport>;
