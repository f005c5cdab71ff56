import { z } from 'zod';

/** What `lr-tool init --json` prints. */
export const initReport = z.strictObject({
  kind: z.literal('lr-tool/init'),
  version: z.literal(1),
  tool: z.string().describe('version of lr-tool that wrote it'),
  config: z.string().describe('absolute path of what was written'),
  findings: z
    .array(z.strictObject({ what: z.string().describe('target, inputs, ...'), text: z.string() }))
    .describe('what was seen in the data, as people read it'),
  dataset: z.record(z.string(), z.unknown()).describe('that section of the config'),
  next: z.array(z.string()).describe('the commands to type next'),
});

export type InitReport = z.output<typeof initReport>;
