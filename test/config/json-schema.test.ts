import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configJsonSchema, configJsonSchemaText } from '../../src/config/json-schema.js';
import { datasetNames } from '../../src/datasets/all.js';
import { layerNames } from '../../src/models/layers.js';
import { modelNames } from '../../src/models/model-config.js';
import { optimizerNames } from '../../src/optimizers/all.js';

interface Property {
  readonly name: string;
  readonly description?: string;
}

function propertiesOf(schema: unknown, at = ''): Property[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {} } = schema as { properties?: Record<string, { description?: string }> };
  const own = Object.entries(properties).map(([key, value]) => ({ ...value, name: `${at}.${key}` }));
  return [...own, ...Object.entries(schema).flatMap(([key, inner]) => propertiesOf(inner, `${at}/${key}`))];
}

describe('the JSON Schema of the config', () => {
  const schema = configJsonSchema();

  it('is the published one; `npm run schema` writes it', () => {
    expect(readFileSync('configs/schema/lr-tool.schema.json', 'utf8')).toBe(configJsonSchemaText());
  });

  it('is draft 7, which editors read, and describes what people write: only data set and model are required', () => {
    expect(schema).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      required: ['dataset', 'model'],
      additionalProperties: false,
    });
  });

  it('describes every property', () => {
    const properties = propertiesOf(schema);
    expect(properties.length).toBeGreaterThan(200);
    expect(properties.filter(({ description }) => !description?.trim()).map(({ name }) => name)).toEqual([]);
  });

  it('knows every name of the lists', () => {
    const text = JSON.stringify(schema);
    for (const name of [...datasetNames, ...modelNames, ...optimizerNames, ...layerNames]) {
      expect(text).toContain(`"const":"${name}"`);
    }
  });

  it('takes a section as its name alone', () => {
    const { optimizer } = schema['properties'] as Record<string, { anyOf: { enum?: string[] }[] }>;
    expect(optimizer!.anyOf[0]!.enum).toEqual(optimizerNames);
  });
});
