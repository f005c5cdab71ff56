import { z } from 'zod';
import { engineModes } from '../base/backends.js';

const loss = z.number().nullable().describe('null where the loss was not finite');
const lr = z.number().min(0);

const suggestion = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), lr, index: z.int().min(0).describe('into the curve') }),
  z.strictObject({ ok: z.literal(false), why: z.string() }),
]);

const recommendation = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    for: z.string().describe('the schedule it is meant for'),
    lr: lr.describe('the rate to use when it stays constant'),
    baseLr: lr,
    maxLr: lr,
    interval: z
      .tuple([lr, lr])
      .describe('of the constant rate: the range of the estimates; with repeats, of the bootstrap over them'),
    confidence: z.enum(['high', 'medium', 'low']),
    why: z.array(z.string()),
  }),
  z.strictObject({
    ok: z.literal(false),
    code: z.string().optional().describe('of the refusal; reports before it had none'),
    why: z.array(z.string()).describe('the last one says what to change'),
  }),
]);

const repeat = z.strictObject({
  seed: z.int().nullable().describe('null where lr-tool did not train'),
  name: z.string().optional().describe('of a curve recorded elsewhere'),
  loss: z.array(loss).describe('at the rates of band.lr'),
  valLoss: z.array(loss).optional(),
  fixedLoss: z.array(loss).optional(),
  stop: z.enum(['completed', 'diverged', 'non-finite', 'interrupted']).optional(),
  suggestions: z.record(z.string(), suggestion).optional().describe('what each rule says of this curve alone'),
  lr: lr
    .nullable()
    .optional()
    .describe('what would be recommended by this curve alone; null where it supports nothing'),
});

const round = z.strictObject({
  startLr: lr,
  endLr: lr,
  stop: z.enum(['completed', 'diverged', 'non-finite', 'interrupted']),
  loss: z.array(loss).describe('from startLr on, as the sweep goes'),
  why: z.string().describe('what its range did not show'),
});

const band = z.strictObject({
  shares: z.tuple([z.number(), z.number()]).describe('quantiles over the sweeps: low and high'),
  lr: z.array(lr).describe('of the longest sweep'),
  low: z.array(loss),
  median: z.array(loss),
  high: z.array(loss).describe('of the smoothed losses; null where that many sweeps have ended'),
});

const bootstrap = z.strictObject({
  level: z.number().describe('share of the draws whose rate lies in recommendation.interval'),
  resamples: z.int(),
  refused: z.int().describe('draws that support no rate'),
});

/** The report of `lr-tool find`. Additive fields keep the version; a changed meaning raises it. */
export const findReport = z
  .strictObject({
    kind: z.literal('lr-tool/find'),
    version: z.literal(1),
    tool: z.string().describe('version of lr-tool that wrote it'),
    config: z.record(z.string(), z.unknown()).describe('resolved and complete: running from it repeats the run'),
    seed: z.int().nullable().describe('null where lr-tool did not train (findLearningRate, suggest)'),
    engine: z
      .strictObject({
        backend: z.enum(['native', 'wasm', 'cpu']),
        mode: z.enum(engineModes),
        versions: z.record(z.string(), z.string()),
      })
      .nullable()
      .describe('null where lr-tool did not train'),
    data: z.strictObject({
      name: z.string(),
      train: z.int().min(1).nullable().describe('training examples; null of a curve recorded elsewhere'),
      validation: z.int().min(0),
      parameters: z
        .int()
        .min(0)
        .nullable()
        .describe('trainable parameters of the model; null of a curve recorded elsewhere'),
      sha256: z.string().optional().describe('of all examples with their targets, scaling and split'),
    }),
    rounds: z
      .array(round)
      .optional()
      .describe('of --auto-range: the sweeps before the one that counts, which is `sweep` and `curve`'),
    sweep: z.strictObject({ mode: z.enum(['exponential', 'linear']), startLr: lr, endLr: lr, steps: z.int().min(1) }),
    curve: z.strictObject({
      step: z.array(z.int().min(0)),
      lr: z.array(lr),
      loss: z.array(loss).describe('of the batch, before the update with lr'),
      smoothed: z.array(loss),
      valLoss: z.array(loss).optional(),
      fixedLoss: z
        .array(loss)
        .optional()
        .describe(
          'of the fixed rows (find.fixedRows), before the update with lr, as a batch of their own, without dropout',
        ),
    }),
    repeats: z
      .array(repeat)
      .describe('the same sweep from other weights, in another order; the curve above is the first'),
    band: band.optional().describe('over the curve and its repeats; only where there are some'),
    bootstrap: bootstrap.optional().describe('how recommendation.interval came about, where there are repeats'),
    stop: z.enum(['completed', 'diverged', 'non-finite', 'interrupted']),
    suggestions: z.record(z.string(), suggestion),
    recommendation,
    warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })),
    timing: z
      .strictObject({
        startupMs: z.number(),
        dataMs: z.number(),
        sweepMs: z.number(),
        msPerStep: z.number(),
      })
      .nullable()
      .describe('null of a curve recorded elsewhere'),
  })
  .refine(
    ({ curve }) => {
      const lengths = Object.values(curve).flatMap((column) => (column === undefined ? [] : [column.length]));
      return new Set(lengths).size === 1;
    },
    { error: 'the columns differ in length', path: ['curve'] },
  )
  .refine(
    ({ band }) =>
      band === undefined || [band.low, band.median, band.high].every(({ length }) => length === band.lr.length),
    { error: 'the columns differ in length', path: ['band'] },
  )
  .refine(({ seed, engine }) => (seed === null) === (engine === null), {
    error: 'seed and engine are null together',
    path: ['seed'],
  });

export type FindReport = z.output<typeof findReport>;
export type Recommendation = FindReport['recommendation'];
export type Warning = FindReport['warnings'][number];
export type RepeatReport = FindReport['repeats'][number];
