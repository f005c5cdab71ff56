import { z } from 'zod';
import { trainReport } from './train.js';

const { tool, config, engine, data, warnings, schedule, epochs, final, best, weights } = trainReport.shape;

const finite = z.number();

const run = z.strictObject({
  seed: z.int(),
  status: z.enum(['completed', 'diverged', 'interrupted', 'failed', 'skipped']),
  why: z.string().optional().describe('why it has no result; where it was completed there is none'),
  value: finite.nullable().describe('what it is judged by; null where it was not completed'),
  firstLoss: z
    .number()
    .nullable()
    .describe('of the first batch, before any update: equal where weights and batches are equal'),
  training: z
    .strictObject({ epochs, best, final, sha256: weights.shape.sha256 })
    .nullable()
    .describe('as in the report of its own; null where nothing came back'),
  timing: z.strictObject({ trainMs: finite, msPerStep: finite }).nullable(),
});

const contender = z.strictObject({
  label: z.string(),
  rank: z.int().min(1),
  standing: z
    .enum(['leads', 'worse', 'open', 'unjudged'])
    .describe('worse: its interval excludes 0; open: no evidence of a difference to the first; unjudged: no values'),
  config: config.describe('complete but for the seed: the runs name theirs'),
  schedule: schedule.pick({ name: true, parameters: true, rates: true }),
  value: z
    .strictObject({
      mean: finite,
      sd: finite.nullable().describe('standard deviation over seeds (n - 1); null for one seed'),
      min: finite,
      max: finite,
    })
    .nullable()
    .describe('of what is judged, over the seeds that count; null where it is not judged'),
  metrics: z.record(z.string(), finite).describe('means over the same seeds'),
  difference: z
    .strictObject({
      mean: finite.describe('its value less that of the first, by seed'),
      interval: z.tuple([finite, finite]).nullable().describe('null where no spread can be seen'),
    })
    .nullable()
    .describe('null for the first and where it is not judged'),
  runs: z.array(run),
});

/** The report of `lr-tool compare`. Additive fields keep the version; a changed meaning raises it. */
export const compareReport = z.strictObject({
  kind: z.literal('lr-tool/compare'),
  version: z.literal(1),
  tool,
  judge: z.strictObject({
    by: z.string().describe('val_loss, loss or a metric, of the last epoch'),
    better: z.enum(['lower', 'higher']),
    confidence: z.number().describe('of all intervals at once'),
  }),
  seeds: z.array(z.int()).min(1),
  seedsJudged: z.array(z.int()).describe('those at which everything that did not diverge was completed'),
  engine: engine.nullable(),
  data: data.omit({ parameters: true, sha256: true }).nullable(),
  contenders: z.array(contender).min(2).describe('best first'),
  verdict: z.strictObject({ ok: z.boolean().describe('one is better than all others'), why: z.array(z.string()) }),
  stop: z.enum(['completed', 'interrupted']),
  warnings,
  timing: z.strictObject({ wallMs: finite, processes: z.int().min(1) }),
});

export type CompareReport = z.output<typeof compareReport>;
export type ComparedRun = CompareReport['contenders'][number]['runs'][number];
