import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'vitest';

export const ajv = new Ajv({ strict: true, allErrors: true, strictTypes: false, strictTuples: false });

/** A JSON Schema as it is published. */
export const published = (name: string) => JSON.parse(readFileSync(join('configs', 'schema', name), 'utf8'));

/** What a command printed is one document, and fits the JSON Schema that is published for its kind and version. */
export function expectPublished(text: string): { readonly kind: string } {
  const document = JSON.parse(text);
  const name = `${document.kind.slice('lr-tool/'.length)}.v${document.version}.schema.json`;
  const validate = ajv.getSchema(name) ?? ajv.addSchema(published(name), name).getSchema(name)!;
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
  return document;
}
