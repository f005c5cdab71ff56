import { userError } from '../base/errors.js';
import type { FindReport } from '../reports/find.js';
import { parseReport } from '../reports/read.js';
import { rangeTestHint } from '../reports/value-sweep.js';
import { isEventFile } from './event-file.js';
import { type CurveSource, sourceText } from './source.js';

/**
 * The find report in a file, or null where it holds no report of lr-tool.
 *
 * Errors: REPORT_KIND for reports without a range test, those of `parseReport`.
 */
export function reportIn(source: CurveSource): FindReport | null {
  if (isEventFile(source)) return null;
  const text = sourceText(source);
  if (!/^\s*\{\s*"kind"\s*:\s*"lr-tool\//.test(text)) return null;
  const report = parseReport(text, source.where);
  if (report.kind === 'lr-tool/find') return report;
  throw userError('REPORT_KIND', `${source.where} is a report of kind ${report.kind}: it holds no range test`, {
    hint: rangeTestHint(report.kind),
  });
}
