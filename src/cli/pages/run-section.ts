import type { Fact, Section } from '../../plots/page.js';
import type { FindReport } from '../../reports/find.js';
import { jsonText } from '../../reports/json.js';

interface Ran {
  readonly tool: string;
  readonly seed: number | null;
  readonly engine: FindReport['engine'];
  readonly data: FindReport['data'];
}

/** What was run where: data, model, engine, and what else the report has to say of it. */
export function runSection({ tool, seed, engine, data }: Ran, more: readonly Fact[]): Section {
  const counted = (name: string, count: number | null) => (count === null ? [] : [{ name, value: String(count) }]);
  const facts = [
    { name: 'data', value: data.name },
    ...counted('training examples', data.train),
    ...counted('validation examples', data.validation),
    ...counted('trainable parameters', data.parameters),
    ...(engine === null ? [] : [{ name: 'engine', value: `${engine.backend} ${engine.mode}` }]),
    ...counted('seed', seed),
    ...more,
    { name: 'lr-tool', value: tool },
  ];
  return { heading: 'Run', kind: 'facts', facts };
}

/** The warnings, if there are any. */
export const warningsSection = (warnings: FindReport['warnings']): Section[] =>
  warnings.length === 0
    ? []
    : [
        {
          heading: 'Warnings',
          kind: 'list',
          tone: 'warning',
          items: warnings.map(({ code, message }) => `${code} ${message}`),
        },
      ];

/** The config that repeats the run. */
export const configSection = (config: Readonly<Record<string, unknown>>): Section => ({
  heading: 'Config',
  kind: 'code',
  text: jsonText(config),
});
