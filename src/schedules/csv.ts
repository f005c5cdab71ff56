import { z } from 'zod';
import { userError } from '../base/errors.js';
import { filePath } from '../base/file-path.js';
import { interpolations, through } from './interpolation.js';
import { maxLr } from './params.js';
import { readRates } from './rate-table.js';
import { defineSchedule } from './schedule.js';

/**
 * Learning rates from a file, as `lr-tool schedule --format csv` writes them.
 *
 *   lr(t) = the rate of the last line whose place is not after t; or on the line or half cosine to the next one
 *
 * Places are updates, or epochs with `unit: epoch`. Before the first line its rate, after the last one that of the last.
 */
export const csv = defineSchedule({
  name: 'csv',
  summary: 'learning rates from a column of a CSV file',
  source: 'https://www.rfc-editor.org/rfc/rfc4180',
  params: {
    path: filePath('the CSV file; its first line names the columns'),
    maxLr: maxLr.optional().describe('scales all rates so that this is the highest; left out: as they are in the file'),
    column: z.string().min(1).max(1000).default('lr').describe('column of the learning rates'),
    stepColumn: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .describe('column of the places; left out: step or epoch if there is one, else the lines are counted from 0'),
    unit: z.enum(['update', 'epoch']).default('update').describe('what places count'),
    interpolate: z
      .enum(interpolations)
      .default('hold')
      .describe('between the places: hold the last rate, or a way to the next'),
  },
  example: { path: 'lr.csv' },
  needsMaxLr: () => false,
  build({ path, maxLr, column, stepColumn, unit, interpolate }, { readText, stepsPerEpoch }) {
    if (readText === undefined) {
      throw userError('SCHEDULE', `csv: ${path} cannot be read here`, { hint: 'give readText with the horizon' });
    }
    const points = readRates(readText(path), path, { rates: column, steps: stepColumn });
    const length = unit === 'epoch' ? stepsPerEpoch : 1;
    const highest = points.reduce((max, { value }) => Math.max(max, value), 0);
    const scale = maxLr === undefined || highest === 0 ? 1 : maxLr / highest;
    return through(
      points.map(({ step, value }) => ({ step: step * length, value: value * scale })),
      interpolate,
    );
  },
});
