import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { schedules } from '../../src/schedules/all.js';

const cell = (text: string) => text.replaceAll('|', '\\|');

function rowsOf(params: Readonly<Record<string, z.core.$ZodType>>): string[] {
  return Object.entries(params).map(([key, schema]) => {
    const fallback =
      schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
        ? `\`${JSON.stringify(schema.def.defaultValue)}\``
        : '';
    return `| \`${key}\` | ${fallback} | ${cell(z.globalRegistry.get(schema)?.description ?? '')} |`;
  });
}

const text = `# Schedules

Written from src/schedules/all.ts by test/schedules/docs.test.ts; run it with UPDATE_DOCS=1 after a change.

A schedule is a pure function of the update, counted from 0: \`lr(t)\` is the learning rate that update t uses. Lengths are
updates (\`500\`), epochs (\`"2ep"\`) or parts of the run (\`"10%"\`). \`--warmup\` puts a straight climb in front of any of them.
${schedules
  .map(
    ({ name, summary, source, params }) =>
      `\n## ${name}\n\n${summary}. Source: ${source}\n\n| parameter | default | meaning |\n| --- | --- | --- |\n${rowsOf(params).join('\n')}\n`,
  )
  .join('')}`;

it('docs/schedules.md says what the list says', () => {
  const path = new URL('../../docs/schedules.md', import.meta.url);
  if (process.env['UPDATE_DOCS']) writeFileSync(path, text);
  expect(existsSync(path) ? readFileSync(path, 'utf8') : null).toBe(text);
});
