import { extname } from 'node:path';
import { userError } from '../../base/errors.js';
import { shownText } from '../../base/shown.js';
import { ascii } from './ascii.js';
import { html } from './html.js';
import type { Picture } from './picture.js';
import { png } from './png.js';
import { svg } from './svg.js';

/** Every format, in the order of help. To add one: its file, its import, its name here. */
export const pictures: readonly Picture[] = [ascii, html, svg, png];

/**
 * The format that is asked for: by its name, else by the extension of the file, else text.
 *
 * Error: FORMAT where the extension stands for none.
 */
export function pictureFor(format: string | undefined, out: string | undefined): Picture {
  if (format !== undefined) return pictures.find(({ name }) => name === format)!;
  const extension = extname(out ?? '').toLowerCase();
  const known = pictures.find(({ extensions }) => extensions.includes(extension));
  if (known !== undefined) return known;
  if (extension === '') return ascii;
  const usual = pictures.map(({ extensions }) => extensions[0]).join(', ');
  throw userError('FORMAT', `--out ${shownText(out ?? '')}: no picture is written as ${shownText(extension)}`, {
    hint: `name the file with one of ${usual}, or say which by --format`,
  });
}
