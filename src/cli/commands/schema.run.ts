import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { configJsonSchemaText } from '../../config/json-schema.js';
import { documentKinds, documentName, documentSchema, schemaFileName } from '../../reports/documents.js';
import { writeNamedFile } from '../../storage/named-file.js';
import { exitCode } from '../exit-codes.js';
import type { Io } from '../io.js';

export interface SchemaOptions {
  readonly what: string;
  readonly out?: string;
  /** A folder for all of them. */
  readonly all?: string;
}

export async function run({ what, out, all }: SchemaOptions, io: Io): Promise<number> {
  if (all !== undefined) await writeAll(resolve(io.cwd, all), io);
  else if (out === undefined) io.out.write(textOf(what));
  else await writeNamedFile(resolve(io.cwd, out), textOf(what), io.files);
  return exitCode('done');
}

function textOf(what: string): string {
  const kind = documentKinds.find((one) => documentName(one) === what);
  return kind === undefined ? configJsonSchemaText() : `${JSON.stringify(documentSchema(kind), null, 2)}\n`;
}

async function writeAll(folder: string, io: Io): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeNamedFile(join(folder, 'lr-tool.schema.json'), configJsonSchemaText(), io.files);
  for (const kind of documentKinds) {
    await writeNamedFile(join(folder, schemaFileName(kind)), textOf(documentName(kind)), io.files);
  }
}
