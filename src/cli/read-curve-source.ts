import type { CurveSource } from '../curves/source.js';
import type { Io } from './io.js';
import { readNamed } from './read-file.js';

/** The file that a path names, or the report in that run folder; - is standard input, as text. Errors: those of `readNamed`. */
export async function readCurveSource(name: string, io: Io): Promise<CurveSource> {
  if (name === '-') return { where: 'standard input', bytes: new TextEncoder().encode(await io.readStdin()) };
  const wanted = { what: 'file', hint: 'name a CSV or JSON file with lr and loss, or - for stdin' };
  return { where: name, bytes: await readNamed(name, wanted, io) };
}
