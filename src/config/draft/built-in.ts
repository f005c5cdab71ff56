import { z } from 'zod';
import { datasets } from '../../datasets/all.js';
import type { Dataset } from '../../datasets/dataset.js';
import { countText, type DraftData } from './data.js';
import type { Entry } from './entry.js';

/** Data sets that need no file of the user's. */
export const builtInDatasets = datasets.filter(({ params }) =>
  Object.values(params as z.core.$ZodShape).every((schema) => z.safeParse(schema, undefined).success),
);
export type BuiltIn = (typeof builtInDatasets)[number];

/** The config of a data set of lr-tool's own: all its parameters with what they mean. */
export function draftBuiltIn(
  { name, summary, params }: BuiltIn,
  { inputs, targets, train, validation }: Dataset,
): DraftData {
  const task = targets.kind === 'classes' ? 'classification' : 'regression';
  const parameters = Object.entries(params as z.core.$ZodShape).flatMap(([key, schema]): Entry[] => {
    const value = z.parse(schema, undefined);
    const description = z.globalRegistry.get(schema)?.description;
    return isWritten(value) ? [{ key, value, ...(description && { behind: description }) }] : [];
  });
  const rows = train.length + validation.length;
  return {
    entries: [{ key: 'name', value: name, behind: summary }, ...parameters],
    findings: [
      { what: 'data', text: `${summary} (${countText(rows, 'example')} of ${inputs.shape.join(' x ')})` },
      { what: 'target', text: targets.kind === 'classes' ? `${targets.classes.length} classes` : 'numbers' },
    ],
    rows,
    task,
    image: inputs.shape.length > 1,
    source: name,
  };
}

const isWritten = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
