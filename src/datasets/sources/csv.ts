import { basename, resolve } from 'node:path';
import { z } from 'zod';
import { defineDataset } from '../define.js';
import { fillNames } from '../fill.js';
import { path, shape, task } from '../params.js';
import { reshaped } from '../shape.js';

const column = z.union([z.string(), z.int().min(0)]);

export const csv = defineDataset({
  name: 'csv',
  summary: 'a table of numbers and categories with a label column, gzip or not',
  source: 'RFC 4180, https://www.rfc-editor.org/rfc/rfc4180',
  params: {
    path,
    header: z
      .union([z.boolean(), z.literal('auto')])
      .default('auto')
      .describe('the first row names the columns; auto: it does if it holds no number, or a name used here'),
    label: column.optional().describe('column of the targets, by name or position from 0; the last one if left out'),
    columns: z.array(column).min(1).optional().describe('columns of the inputs; all others if left out'),
    ignore: z.array(column).default([]).describe('columns to leave out'),
    categorical: z
      .array(column)
      .default([])
      .describe('input columns of text or codes: each different value becomes an input of 0 and 1; a gap is 0 in all'),
    delimiter: z.string().length(1).default(',').describe('between the cells'),
    missing: z
      .enum(['refuse', 'drop-row', ...fillNames])
      .default('refuse')
      .describe(
        'what to do about empty cells, NA, NaN, null, ?: refuse, leave the row out, or fill from training rows',
      ),
    task: task.describe('auto: classification if the labels are text or at most 20 different whole numbers'),
    shape,
  },
  scaling: 'standard',
  example: { path: 'iris.csv', label: 'species' },
  async load({ path, shape, missing, ...options }, { baseDir }) {
    const { readCsv } = await import('../formats/csv.js'); // late: only who reads CSV pays for its parser
    const fill = fillNames.find((name) => name === missing);
    const handled = missing === 'refuse' || missing === 'drop-row' ? missing : 'nan';
    const { values, width, targets } = await readCsv(resolve(baseDir, path), { ...options, missing: handled });
    const name = basename(path);
    return { values, shape: reshaped([width], shape, name), targets, name, ...(fill && { fill }) };
  },
});
