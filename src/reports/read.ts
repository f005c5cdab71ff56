import type { z } from 'zod';
import { userError } from '../base/errors.js';
import { didYouMean } from '../base/names.js';
import { type Report, reportKinds } from './all.js';
import { parseJson } from './json.js';

/**
 * The report in a text. Kind and version are looked at first, so that a file of another kind or of a newer lr-tool gets
 * one sentence instead of a list of what does not fit.
 *
 * @param where name of the text for messages: a path, or 'standard input'
 * @throws userError JSON_INVALID, NOT_A_REPORT, REPORT_KIND, REPORT_NEWER or REPORT_INVALID
 */
export function parseReport(text: string, where: string): Report {
  const document = parseJson(text, where);
  const { kind, version } = envelopeOf(document, where);
  const known = reportKinds.find((one) => one.kind === kind);
  if (known === undefined) {
    const kinds = reportKinds.map((one) => one.kind);
    throw userError('REPORT_KIND', `${where} is a report of kind '${kind}', which cannot be read here`, {
      hint: didYouMean(kind, kinds),
    });
  }
  if (version > known.version) {
    const message = `${where} has version ${version} of ${kind}; this lr-tool reads versions up to ${known.version}`;
    throw userError('REPORT_NEWER', message, { hint: 'update lr-tool' });
  }
  const parsed = known.schema.safeParse(document);
  if (!parsed.success) throw invalid(parsed.error.issues, where);
  return parsed.data;
}

function envelopeOf(document: unknown, where: string): { kind: string; version: number } {
  const fields: { readonly kind?: unknown; readonly version?: unknown } =
    typeof document === 'object' && document !== null ? document : {};
  const { kind, version } = fields;
  if (typeof kind === 'string' && typeof version === 'number') return { kind, version };
  throw userError('NOT_A_REPORT', `${where} is not a report of lr-tool: it has no "kind" and "version"`, {
    hint: `pass a file that lr-tool wrote, one of ${reportKinds.map((one) => one.kind).join(', ')}`,
  });
}

function invalid(issues: readonly z.core.$ZodIssue[], where: string) {
  const [first] = issues;
  const place = first === undefined ? '' : pathText(first.path);
  const others = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return userError('REPORT_INVALID', `${where}: ${place}${first?.message ?? 'invalid'}${others}`, {
    hint: 'the file was changed by hand or cut; write it again with lr-tool',
  });
}

/** E.g. "curve.lr[3]: ". */
function pathText(path: readonly PropertyKey[]): string {
  const joined = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return joined === '' ? '' : `${joined.replace(/^\./, '')}: `;
}
