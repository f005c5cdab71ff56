import { resolve } from 'node:path';
import { userError } from '../base/errors.js';
import { requireWritable, writeNamedFile } from '../storage/named-file.js';
import type { Io } from './io.js';
import { pictureFor } from './pictures/all.js';
import type { PictureOptions, Shown } from './pictures/picture.js';

export interface PictureRequest extends PictureOptions {
  readonly format: string | undefined;
  /** A path; - is standard output, as if it were left out. */
  readonly out: string | undefined;
}

/**
 * Draws in the format that is asked for, and writes it to where it is asked for.
 *
 * Errors: FORMAT, those of writing, BINARY where bytes would go to a terminal.
 */
export async function writePicture(shown: Shown, { format, out, theme }: PictureRequest, io: Io): Promise<void> {
  const picture = pictureFor(format, out);
  const path = out === undefined || out === '-' ? null : resolve(io.cwd, out);
  if (path !== null) await requireWritable(path);
  const content = await picture.draw(shown, { theme });
  if (path !== null) await writeNamedFile(path, content, io.files);
  else if (typeof content === 'string') io.out.write(content);
  else if (io.out.isTTY) {
    throw userError('BINARY', `${picture.name} is not text, and standard output is a terminal`, {
      hint: `name a file: -o plot${picture.extensions[0]}`,
    });
  } else io.out.write(content);
}
