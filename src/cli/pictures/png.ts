import { fileURLToPath } from 'node:url';
import { machineError } from '../../base/errors.js';
import { packageFile } from '../../base/package-file.js';
import { svgDocument } from '../../plots/svg/document.js';
import type { Picture } from './picture.js';

/** Pixels of the picture for one of the drawing: sharp on screens with small pixels too. */
const zoom = 2;

const fontFiles = ['Inter-Regular.otf', 'Inter-SemiBold.otf'].map((name) =>
  fileURLToPath(packageFile(`data/fonts/${name}`)),
);

/** What the bundled font has letters for; the fonts of the system are asked for the rest. */
const covered = /^[\x20-\x7e\n\u00a0-\u017f\u0386-\u03ce\u0401\u0410-\u044f\u0451\u2010-\u2015\u2018-\u201e\u2026]*$/;

export const png: Picture = {
  name: 'png',
  extensions: ['.png'],
  summary: 'the pictures alone as pixels, drawn without a browser',
  async draw({ page }, { theme }) {
    const { Resvg } = await loadRenderer();
    const drawing = svgDocument(page().figures, { theme: theme === 'auto' ? 'light' : theme });
    const font = { fontFiles, loadSystemFonts: !covered.test(drawing), defaultFontFamily: 'Inter' };
    return new Resvg(drawing, { font, fitTo: { mode: 'zoom', value: zoom } }).render().asPng();
  },
};

/** An optional package: on a platform that it has no build for, everything else works. */
async function loadRenderer() {
  try {
    return await import('@resvg/resvg-js');
  } catch (cause) {
    throw machineError('NO_RENDERER', 'PNG needs the optional package @resvg/resvg-js, which cannot be loaded here', {
      hint: 'type npm install @resvg/resvg-js where lr-tool is installed, or take .svg or .html, which need nothing',
      cause,
    });
  }
}
