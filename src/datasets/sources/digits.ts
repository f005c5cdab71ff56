import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { machineError, reasonOf } from '../../base/errors.js';
import { packageFile } from '../../base/package-file.js';
import { defineDataset } from '../define.js';
import { classTargets } from '../targets.js';

const file = packageFile('data/digits/digits.csv.gz');
const pixels = 64;
const classes = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** 1797 handwritten digits of 8 x 8 pixels, each 0 .. 16. One line per image: 64 pixels, then the digit. */
export const digits = defineDataset({
  name: 'digits',
  summary: '1797 handwritten digits of 8 x 8 pixels, part of lr-tool',
  source:
    'Alpaydin and Kaynak 1998, Optical Recognition of Handwritten Digits, UCI, https://doi.org/10.24432/C50P49, CC BY 4.0',
  params: {},
  scaling: 'unit',
  example: {},
  async load() {
    const text = await readFile(file)
      .then(promisify(gunzip))
      .catch((cause: unknown) => {
        const message = `the bundled data set digits cannot be read: ${reasonOf(cause)}`;
        throw machineError('INSTALL_DAMAGED', message, { hint: 'install lr-tool again', cause });
      });
    const lines = text.toString('latin1').trimEnd().split('\n');
    const values = new Uint8Array(lines.length * pixels);
    const labels = new Uint8Array(lines.length);
    lines.forEach((line, row) => {
      const cells = line.split(',').map(Number);
      values.set(cells.slice(0, pixels), row * pixels);
      labels[row] = cells[pixels]!;
    });
    return { values, shape: [8, 8, 1], targets: classTargets(labels, 'digits', classes), unit: 16 };
  },
});
