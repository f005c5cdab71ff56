import { z } from 'zod';

/** What `lr-tool schedule --list --json` prints. */
export const schedulesReport = z.strictObject({
  kind: z.literal('lr-tool/schedules'),
  version: z.literal(1),
  tool: z.string().describe('version of lr-tool that wrote it'),
  schedules: z.array(
    z.strictObject({
      name: z.string(),
      summary: z.string(),
      source: z.string().describe('paper or page of its formula'),
      parameters: z.array(
        z.strictObject({
          name: z.string(),
          description: z.string(),
          default: z.unknown().optional().describe('left out where there is none'),
        }),
      ),
    }),
  ),
});

export type SchedulesReport = z.output<typeof schedulesReport>;
