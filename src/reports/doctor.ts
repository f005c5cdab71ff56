import { z } from 'zod';
import { backends } from '../base/backends.js';
import { findReport } from './find.js';

const text = z.string();
const textOrNull = text.nullable();
const milliseconds = z.number().min(0).nullable();
const stream = z.enum(['terminal', 'file or pipe']);

const system = z.strictObject({
  node: text,
  npm: textOrNull.describe('null where npm cannot be called'),
  platform: text,
  arch: text,
  libc: textOrNull.describe('"glibc 2.36", "musl"; null where there is no choice'),
  processor: text,
  cores: z.int().min(1),
  memoryBytes: z.number().min(0),
  threads: z
    .record(text, text)
    .describe('environment variables that set the number of threads, as far as they are set'),
});

const backend = z.strictObject({
  backend: z.enum(backends),
  state: z.enum(['works', 'absent', 'without binding', 'damaged', 'will not open', 'loads but fails']),
  openMs: milliseconds.describe('to open it'),
  selfTestMs: milliseconds.describe('to compute known answers'),
  msPerStep: milliseconds.describe('median of a training step of a small model'),
  mode: textOrNull,
  versions: z.record(text, text),
  why: textOrNull,
  remedy: textOrNull.describe('what to type'),
});

const native = z
  .strictObject({
    folder: text,
    state: z.enum(['absent', 'damaged', 'provisioned', 'changed']),
    why: textOrNull,
    origin: textOrNull,
    compiler: textOrNull,
    bytes: z.number().min(0),
    own: textOrNull.describe("the binding that tfjs-node's own install script has made, if any"),
    fused: textOrNull.describe('the fused kernels of this version; null where they are not built'),
  })
  .describe('the native engine as it lies on the disk');

const installed = z.strictObject({
  name: text,
  version: textOrNull.describe('null where it is not installed'),
  folder: textOrNull,
  core: textOrNull.describe('where the core lies that it uses'),
});

const folder = z.strictObject({
  path: text,
  exists: z.boolean(),
  freeBytes: z.number().min(0).describe('of the folder, or of the nearest one above it that exists'),
  writeMs: milliseconds.describe('to write a small file, sync it, rename it and remove it; null where that fails'),
  why: textOrNull.describe('why it cannot be written; null where it can'),
});

/** What `lr-tool doctor --json` prints. */
export const doctorReport = z.strictObject({
  kind: z.literal('lr-tool/doctor'),
  version: z.literal(1),
  tool: text.describe('version of lr-tool'),
  system,
  backends: z.array(backend),
  native,
  packages: z.array(installed),
  terminal: z.strictObject({
    stdout: stream,
    stderr: stream,
    width: z.int().min(1),
    color: z.boolean(),
    unicode: z.boolean(),
  }),
  folders: z.strictObject({ cache: folder, runs: folder }),
  warnings: findReport.shape.warnings,
});

export type DoctorReport = z.output<typeof doctorReport>;
