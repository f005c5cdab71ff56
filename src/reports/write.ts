import { type Report, reportKinds } from './all.js';
import { jsonText, parseJson } from './json.js';

/**
 * The file text of a report: kind and version first, then the fields in the order of its schema, so that equal reports
 * are equal texts. Losses that are not finite become null.
 *
 * @throws ZodError where the report breaks its own schema: nothing is written that could not be read again
 */
export function reportText(report: Report): string {
  const { schema } = reportKinds.find(({ kind }) => kind === report.kind)!;
  return jsonText(schema.parse(parseJson(jsonText(report), 'the report to write')));
}
