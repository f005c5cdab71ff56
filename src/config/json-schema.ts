import { z } from 'zod';
import { runConfig } from './run-config.js';

/** Draft 7 is what editors read, the YAML language server included. */
const target = 'draft-07';

/** The JSON Schema of a config file as a person writes it (keys with defaults may be left out), draft 7. */
export function configJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(runConfig, { io: 'input', target });
  return { $schema, title: 'lr-tool config', ...schema };
}

/** The schema as the file in configs/schema holds it. */
export const configJsonSchemaText = (): string => `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
