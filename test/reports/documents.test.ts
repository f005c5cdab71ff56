import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportKinds } from '../../src/reports/all.js';
import { documentKinds, documentSchema, documentText, schemaFileName } from '../../src/reports/documents.js';
import { parseReport } from '../../src/reports/read.js';
import { ajv, expectPublished, published } from './published.js';

const fixtures = join('test', 'fixtures', 'reports');
const files = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
const textOf = (file: string) => readFileSync(join(fixtures, file), 'utf8');

describe.each(documentKinds)('$kind', (kind) => {
  it('has a published JSON Schema (npm run schema)', () => {
    expect(published(schemaFileName(kind))).toEqual(JSON.parse(JSON.stringify(documentSchema(kind))));
  });

  it('is draft 7, and says what may be there and nothing else', () => {
    const schema = documentSchema(kind);
    expect(schema['$schema']).toBe('http://json-schema.org/draft-07/schema#');
    expect(JSON.stringify(schema)).toContain(`"const":"${kind.kind}"`);
    const validate = ajv.compile(schema);
    expect(validate({ kind: kind.kind, version: kind.version })).toBe(false);
  });

  it('has a stored example', () => {
    expect(files.map((file) => JSON.parse(textOf(file)).kind)).toContain(kind.kind);
  });
});

/** Written by lr-tool as it was once; what it wrote then must be readable for ever. */
describe.each(files)('the stored document %s', (file) => {
  const document = JSON.parse(textOf(file));
  const kind = documentKinds.find((one) => one.kind === document.kind)!;

  it('fits the JSON Schema of its version', () => {
    expectPublished(textOf(file));
  });

  it('does not, when a field is taken away or added', () => {
    const validate = ajv.compile(published(schemaFileName(kind)));
    expect(validate({ ...document, another: 1 })).toBe(false);
    for (const key of ['kind', 'version']) {
      const { [key]: _, ...rest } = document;
      expect(validate(rest)).toBe(false);
    }
  });

  it('is read by lr-tool', () => {
    if (reportKinds.some((one) => one.kind === document.kind)) expect(parseReport(textOf(file), file)).toBeTruthy();
    else expect(documentText(document)).toBe(textOf(file));
  });

  it('was not changed since', () => {
    const sums = readFileSync(join(fixtures, 'SHA256SUMS'), 'utf8');
    expect(sums).toContain(`${createHash('sha256').update(textOf(file)).digest('hex')}  ${file.replaceAll('\\', '/')}`);
    expect(basename(file)).toMatch(/^[a-z-]+\.json$/);
  });
});
