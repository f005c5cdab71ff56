import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { userError } from '../base/errors.js';
import { shownText } from '../base/shown.js';
import { safeText } from '../base/text.js';
import { reportFile } from '../storage/run-folder.js';
import type { Io } from './io.js';
import { type NamedFile, readNamedFile, type Wanted } from './read-named-file.js';
import { shellCommand } from './shell-command.js';

/** How TensorBoard knows an event file. */
const isEventName = (name: string) => name.includes('tfevents');

/** Most runs that an error names. */
const mostNamed = 10;
/** TensorBoard's folders are nested by runs and by train and validation; what lies deeper is something else. */
const deepest = 5;

/**
 * The curve that a path names: a file, a run folder of lr-tool, or a folder of TensorBoard with the event file of one run in
 * it or below it; - is standard input.
 *
 * Errors: those of `readNamedFile`; CURVE_SEVERAL where the folder holds several event files, CURVE_MISSING where it holds none.
 */
export async function readCurveFile(name: string, wanted: Wanted, io: Io): Promise<NamedFile> {
  if (name === '-' || !(await isFolder(resolve(io.cwd, name)))) return readNamedFile(name, wanted, io);
  if (await isFile(join(resolve(io.cwd, name), reportFile))) return readNamedFile(name, wanted, io);
  const events = (await eventFilesIn(resolve(io.cwd, name), deepest)).sort();
  const [only, ...others] = events;
  if (only === undefined) {
    throw userError(
      'CURVE_MISSING',
      `the folder ${shownText(name)} holds neither a report of lr-tool nor an event file of TensorBoard`,
      {
        hint: wanted.hint,
      },
    );
  }
  if (others.length === 0) return readNamedFile(join(name, only), wanted, io);
  const paths = events.map((entry) => join(name, entry));
  const listed = paths.slice(0, mostNamed).map((path) => `\n  ${safeText(path)}`);
  const rest = paths.length > mostNamed ? `\n  ... and ${paths.length - mostNamed} more` : '';
  throw userError(
    'CURVE_SEVERAL',
    `the folder ${shownText(name)} holds ${paths.length} event files:${listed.join('')}${rest}`,
    {
      hint: `name the one that is meant, or those that are repeats of one sweep, e.g. lr-tool suggest ${shellCommand([paths[0]!])}`,
    },
  );
}

/** Paths of the event files in a folder and below it, from there; links to folders are not followed. */
async function eventFilesIn(folder: string, depth: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []); // what may not be looked into has no curve
  const found = await Promise.all(
    entries.map(async (entry) => {
      if (!entry.isDirectory()) return isEventName(entry.name) ? [entry.name] : [];
      const below = depth > 1 ? await eventFilesIn(join(folder, entry.name), depth - 1) : [];
      return below.map((path) => join(entry.name, path));
    }),
  );
  return found.flat();
}

const kindOf = (path: string) => stat(path).catch(() => null); // what is not there is neither
const isFolder = async (path: string) => (await kindOf(path))?.isDirectory() === true;
const isFile = async (path: string) => (await kindOf(path))?.isFile() === true;
