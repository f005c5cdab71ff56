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
updates (\`500\`), epochs (\`"2ep"\`) or parts of the run (\`"10%"\`). \`lr-tool schedule NAME\` draws one, \`--format csv\` writes it.

**Warm-up.** \`train.warmup\` (\`--warmup\`) puts a climb in front of any schedule, which then runs over what is left:
\`warmupShape\` linear, cosine, sqrt, exponential or constant, from \`warmupFrom\`. By default the first rate is that after the
climb divided by (its updates + 1): not 0, as with transformers, which loses a batch.

**Momentum.** \`clr\` and \`one-cycle\` can move the momentum (beta1 of adam, adamw, adamax, radam and lion) against the rate.
It is off unless \`cycleMomentum: true\`, \`baseMomentum\` or \`maxMomentum\` is given, so that a schedule never overrules the
optimizer's momentum in silence. An optimizer without one is refused. The report, metrics.csv and the plot have the column.

**Composition.** \`chain\` plays schedules in turn, \`repeat\` restarts one, \`product\` multiplies some, \`csv\` reads one from a file;
each may stand inside of another. A part is written as any schedule, or as its name alone:

\`\`\`yaml
train:
  epochs: 10
  warmup: 1ep
  schedule:
    name: chain
    maxLr: 0.1 # of all parts that have none of their own
    parts:
      - { schedule: constant, length: 2ep }
      - schedule: { name: repeat, schedule: { name: cosine, baseLr: 0.001 }, period: 2ep, mMul: 0.5 }
        length: 4ep
      - schedule: { name: csv, path: rates.csv, interpolate: linear }
\`\`\`

In the library a schedule is a function, \`(step) => lr\`; any function of yours is one.

**Where tools disagree**, ours is the first column; the setting after the colon gives the other's numbers:

| | lr-tool | others |
| --- | --- | --- |
| a boundary b | update b is the first of the new rate, as PyTorch and optax | Keras: one later, \`compat: keras\`; timm: one earlier, \`compat: timm\` |
| cosine past its end | stays at baseLr | PyTorch, transformers: rises again, \`compat: pytorch\` |
| end of one-cycle | the last update, as PyTorch; flat after | one later, \`compat: fastai\`; places rounded down, \`compat: optax\` |
| end of tanh | goes on at its tail | timm: jumps to baseLr, \`compat: timm\` |
| warm-up | in front; the schedule begins after it | timm: over the start of the schedule, \`train.warmupCompat: timm\` |
| restarts | counted cycle by cycle | PyTorch takes a logarithm, and misses the fifth restart with T_mult 3 |
| half cycles of clr | need not be whole updates | Caffe: whole |
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
