import { z } from 'zod';

/** What `lr-tool schedule --format json` writes. Additive fields keep the version; a changed meaning raises it. */
export const scheduleReport = z.strictObject({
  kind: z.literal('lr-tool/schedule'),
  version: z.literal(1),
  tool: z.string().describe('version of lr-tool that wrote it'),
  schedule: z.strictObject({
    name: z.string(),
    parameters: z.record(z.string(), z.unknown()).describe('complete'),
    warmupSteps: z.int().min(0),
    totalSteps: z.int().min(1),
    stepsPerEpoch: z.int().min(1),
  }),
  lr: z.array(z.number()).min(1).describe('of update 0, 1, 2, ...'),
  momentum: z
    .array(z.number().nullable())
    .optional()
    .describe('of the same updates, where the schedule moves it; null where it leaves it to the optimizer'),
});

export type ScheduleReport = z.output<typeof scheduleReport>;
