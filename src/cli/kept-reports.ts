import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LrToolError, machineError, reasonOf } from '../base/errors.js';
import { parseReport } from '../reports/read.js';
import { reportText } from '../reports/write.js';
import type { KeptResults } from '../runs/kept-tasks.js';
import type { RunFolder } from '../storage/run-folder.js';

/**
 * The results of tasks as reports in a run folder, NAME.json each.
 *
 * @param note told of a report that cannot be read; its task is done again
 * Error: READ_FAILED where the machine does not let us read.
 */
export const keptReports = (folder: RunFolder, note: (text: string) => void): KeptResults => ({
  async find(name) {
    const path = join(folder.path, `${name}.json`);
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw machineError('READ_FAILED', `could not read ${path}: ${reasonOf(cause)}`, { cause });
    }
    try {
      const report = parseReport(text, path);
      return report.kind === 'lr-tool/find' || report.kind === 'lr-tool/train' ? report : null;
    } catch (error) {
      if (!(error instanceof LrToolError)) throw error;
      note(`warning: ${error.message}: it is done again`);
      return null;
    }
  },
  keep: (name, report) => folder.write(`${name}.json`, reportText(report)),
});
