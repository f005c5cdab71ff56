import { z } from 'zod';
import { findReport } from './find.js';

const { tool, config, seed, engine, data, warnings } = findReport.shape;

const number = z.number().nullable().describe('null where it was not finite');
const numbers = z.array(number);
const lr = z.number().min(0);
const notFinite = z.enum(['NaN', 'Infinity', '-Infinity']);

const outcome = z
  .strictObject({
    epoch: z.int().min(1),
    loss: number.describe('mean over the training rows of the epoch'),
    valLoss: number.optional(),
    metrics: z.record(z.string(), number).describe('of the validation rows'),
  })
  .nullable()
  .describe('null where no epoch was finished');

/** The report of `lr-tool train`. Additive fields keep the version; a changed meaning raises it. */
export const trainReport = z
  .strictObject({
    kind: z.literal('lr-tool/train'),
    version: z.literal(1),
    tool,
    config,
    seed: seed.unwrap(),
    engine: engine.unwrap(),
    data,
    schedule: z.strictObject({
      name: z.string(),
      parameters: z.record(z.string(), z.unknown()).describe('complete'),
      rates: z.enum(['given', 'range-test']).describe('whether maxLr was given or found just before training'),
      warmupSteps: z.int().min(0),
      totalSteps: z.int().min(1).describe('updates of all epochs, warm-up included'),
      stepsPerEpoch: z.int().min(1),
    }),
    steps: z.strictObject({
      step: z.array(z.int().min(0)),
      lr: z.array(lr),
      momentum: z.array(z.number().min(0)).optional().describe('or beta1, where the schedule moves it'),
      loss: numbers.describe('of the batch, before the update with lr'),
    }),
    epochs: z.strictObject({
      epoch: z.array(z.int().min(1)),
      step: z.array(z.int().min(1)).describe('updates done'),
      lr: z.array(lr).describe('of the last update'),
      loss: numbers.describe('mean over the training rows, each before its update'),
      valLoss: numbers.optional(),
      metrics: z.record(z.string(), numbers).describe('of the validation rows'),
    }),
    stop: z.enum(['completed', 'early-stopping', 'non-finite', 'interrupted']),
    monitor: z
      .strictObject({ name: z.string(), mode: z.enum(['min', 'max']) })
      .optional()
      .describe('what tells the best epoch; the lowest valLoss, or loss, where it is left out'),
    events: z
      .array(
        z.strictObject({
          epoch: z.int().min(1),
          controller: z.string().describe('its key in config.train'),
          action: z.enum(['reduce-lr', 'raise-lr', 'stop']),
          lr: z.tuple([lr, lr]).optional().describe("the schedule's peak before and after"),
          why: z.string(),
        }),
      )
      .optional()
      .describe('what controllers did after which epoch'),
    restoredEpoch: z.int().min(1).optional().describe('the weights at the end are those after this epoch'),
    failure: z
      .strictObject({
        what: z
          .enum(['loss', 'validation loss', 'update'])
          .describe('what was not finite; update: the loss was, and what the update made of it was not'),
        step: z.int().min(0),
        epoch: z.int().min(1),
        lr,
        previousLr: lr.nullable().describe('of the update whose result failed'),
        loss: z.union([notFinite, z.number()]),
        rows: z.array(z.int().min(0)).describe('of the batch; into the data set'),
        tensor: z
          .strictObject({ name: z.string(), index: z.array(z.int().min(0)), value: notFinite })
          .optional()
          .describe(
            'where the first number stands that is not finite; of inputs, targets and outputs index[0] is the row',
          ),
      })
      .optional(),
    best: outcome,
    final: outcome,
    weights: z.strictObject({
      sha256: z.string().describe('of all weights at the end, float32 little-endian one after another'),
      best: z.string().nullable().describe('the same after the best epoch'),
      finite: z.boolean().optional().describe('whether the weights at the end are; others are not saved'),
    }),
    warnings,
    timing: z.strictObject({
      startupMs: z.number(),
      dataMs: z.number(),
      trainMs: z.number().describe('evaluations included'),
      msPerStep: z.number().describe('without evaluations'),
    }),
  })
  .refine(({ steps }) => sameLength(Object.values(steps).filter((column) => column !== undefined)), {
    error: 'the columns differ in length',
    path: ['steps'],
  })
  .refine(
    ({ epochs: { metrics, valLoss, ...columns } }) =>
      sameLength([...Object.values(columns), ...Object.values(metrics), ...(valLoss ? [valLoss] : [])]),
    { error: 'the columns differ in length', path: ['epochs'] },
  );

const sameLength = (columns: readonly (readonly unknown[])[]) =>
  new Set(columns.map(({ length }) => length)).size === 1;

export type TrainReport = z.output<typeof trainReport>;
