import { z } from 'zod';

const text = z.string();
const textOrNull = text.nullable();
const envelope = { kind: z.literal('lr-tool/setup'), version: z.literal(1) };
const folder = text.describe('where the native engine lies');

const plan = z.strictObject({
  steps: z.array(text),
  downloadBytes: z.number().min(0),
  diskBytes: z.number().min(0),
});

const manifest = z
  .strictObject({
    version: z.literal(1),
    origin: text,
    tensorflow: text,
    tfjsNode: text,
    compiler: textOrNull,
    binding: text,
    quiet: textOrNull,
    session: textOrNull,
    files: z.record(text, z.strictObject({ bytes: z.number().min(0), sha256: text })),
  })
  .describe('what was made, with the sha256 of every file');

const fused = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.enum(['already', 'built']), path: text, kernels: text }),
  z.strictObject({ outcome: z.literal('failed'), why: text }),
]);

/** What `lr-tool setup --json` prints: what was done, what would be done (--dry-run), or what was removed (--remove). */
export const setupReport = z.union([
  z.strictObject({
    ...envelope,
    outcome: z.enum(['already', 'built', 'theirs']),
    folder,
    manifest,
    rebuilt: textOrNull.describe('what was wrong with what was there before'),
    failed: z.array(z.strictObject({ road: text, why: text })).describe('what was tried before'),
    fused: fused.describe('the fused kernels; without them steps run as graphs'),
    seconds: z.number().min(0),
  }),
  z.strictObject({
    ...envelope,
    dryRun: z.literal(true),
    folder,
    roads: z.array(
      z.strictObject({ road: text, summary: text, plan: plan.nullable(), why: textOrNull, hint: textOrNull }),
    ),
  }),
  z.strictObject({ ...envelope, removed: z.boolean(), folder }),
]);

export type SetupReport = z.output<typeof setupReport>;
