import { basename } from 'node:path';
import { version } from '../base/version.js';
import type { Report } from '../reports/all.js';
import { parseReport } from '../reports/read.js';
import type { Io } from './io.js';
import { readCurveFile } from './read-curve-file.js';
import type { Screen } from './screen.js';

const wanted = {
  noun: 'report',
  hint: 'name a report, a run folder, or a CSV, JSON or TensorBoard file with lr and loss; `lr-tool plot` alone draws the newest',
};

/**
 * What can be drawn: a report of any kind, or a curve that was recorded elsewhere, read as `lr-tool suggest` reads it. The
 * path is that of a file, a run folder, or a folder of TensorBoard; - is standard input.
 *
 * Errors: those of `readCurveFile`, `parseReport`, `readCurve`.
 */
export async function readDrawn(name: string, screen: Screen, io: Io): Promise<Report> {
  const source = await readCurveFile(name, wanted, io);
  const text = new TextDecoder().decode(source.bytes);
  if (/^\s*\{/.test(text) && text.includes('"kind"')) return parseReport(text, source.where);
  const { readCurve } = await import('../curves/read.js'); // late: most of what is drawn is a report
  const { suggestFromCurves } = await import('../runs/suggest.js');
  const { curve, note } = readCurve(source);
  if (note !== undefined) screen.note(note);
  return suggestFromCurves([{ curve, name: name === '-' ? 'curve' : basename(name) }], version, {});
}
