import { z } from 'zod';
import { reportKinds } from './all.js';
import { doctorReport } from './doctor.js';
import { initReport } from './init.js';
import { jsonText } from './json.js';
import { schedulesReport } from './schedules.js';
import { setupReport } from './setup.js';

/**
 * Every kind of JSON document that lr-tool prints: the reports, and what is answered and not kept. Each has a published
 * JSON Schema. To add one: its file, its import, its line here (a report: in all.ts).
 */
export const documentKinds = [
  ...reportKinds,
  { kind: 'lr-tool/init', version: 1, schema: initReport },
  { kind: 'lr-tool/schedules', version: 1, schema: schedulesReport },
  { kind: 'lr-tool/doctor', version: 1, schema: doctorReport },
  { kind: 'lr-tool/setup', version: 1, schema: setupReport },
] as const;

export type Document = z.output<(typeof documentKinds)[number]['schema']>;
type DocumentKind = (typeof documentKinds)[number];

/** What a kind is called on the command line: lr-tool/find is `find`. */
export const documentName = ({ kind }: Pick<DocumentKind, 'kind'>): string => kind.slice('lr-tool/'.length);

/** Name of the file that holds the JSON Schema of a kind. A new version gets a file of its own; old ones stay. */
export const schemaFileName = (one: Pick<DocumentKind, 'kind' | 'version'>): string =>
  `${documentName(one)}.v${one.version}.schema.json`;

/** The JSON Schema (draft 7) of a kind of document. */
export function documentSchema(one: DocumentKind): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(one.schema, { target: 'draft-07' });
  return { $schema, title: `${one.kind}, version ${one.version}`, ...schema };
}

/** The text of an answer that is not kept. */
export function documentText(document: Document): string {
  const { schema } = documentKinds.find(({ kind }) => kind === document.kind)!;
  return jsonText(schema.parse(document));
}
