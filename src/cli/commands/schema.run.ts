import { resolve } from 'node:path';
import { configJsonSchemaText } from '../../config/json-schema.js';
import { writeNamedFile } from '../../storage/named-file.js';
import { exitCode } from '../exit-codes.js';
import type { Io } from '../io.js';

export async function run({ out }: { readonly out?: string }, io: Io): Promise<number> {
  if (out === undefined) io.out.write(configJsonSchemaText());
  else await writeNamedFile(resolve(io.cwd, out), configJsonSchemaText(), io.files);
  return exitCode('done');
}
