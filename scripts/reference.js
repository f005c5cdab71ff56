// Prints docs/reference.md from the lists in src: node scripts/reference.js > docs/reference.md (npm run reference)
import { z } from 'zod';
import { refusalSpecs } from '../build/analysis/bounds/refusal.js';
import { uses } from '../build/analysis/bounds/uses.js';
import { profiles } from '../build/analysis/profiles.js';
import { rules } from '../build/analysis/suggest/all.js';
import { preferences, usualPreference } from '../build/analysis/values/preference.js';
import { valueWarningSpecs } from '../build/analysis/values/warnings.js';
import { warningSpecs } from '../build/analysis/warnings.js';
import { runConfig } from '../build/config/run-config.js';
import { controllers } from '../build/controllers/all.js';
import { datasets } from '../build/datasets/all.js';
import { layers } from '../build/models/layers.js';
import { losses } from '../build/models/losses.js';
import { metrics } from '../build/models/metrics.js';
import { modelConfig } from '../build/models/model-config.js';
import { optimizers } from '../build/optimizers/all.js';
import { controllerWarningSpecs } from '../build/runs/controller-warnings.js';
import { togetherWarningSpecs } from '../build/runs/suggest-reports.js';
import { trainWarningSpecs } from '../build/runs/train-warnings.js';

const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (cells) => `| ${cells.map(cell).join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

/** Type of a JSON Schema as people say it. */
function typeOf(schema) {
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.const !== undefined) return `\`${schema.const}\``;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map(typeOf).join(' or ');
  if (schema.type === 'array') return `list of ${schema.items ? typeOf(schema.items) : 'values'}`;
  return schema.type ?? 'value';
}

/** Table rows of the keys of an object schema but the one that names its kind. */
function keyRows(schema, kind) {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', target: 'draft-07' });
  const fallback = (key, value) => (required.includes(key) ? 'required' : (JSON.stringify(value.default) ?? ''));
  return Object.entries(properties)
    .filter(([key]) => key !== kind)
    .map(([key, value]) => [`\`${key}\``, typeOf(value), fallback(key, value), value.description ?? '']);
}

const keyTable = (rows) => (rows.length === 0 ? 'No parameters.' : table(['key', 'type', 'default', 'meaning'], rows));

/** A family: what all members share stands once, then each member with the keys of its own. */
function family(members, kind) {
  const all = members.map(({ name, summary, source, schema }) => ({
    name,
    summary,
    source,
    rows: keyRows(schema, kind),
  }));
  const everywhere = (wanted) => all.every(({ rows }) => rows.some((other) => row(other) === row(wanted)));
  const common = all[0].rows.filter(everywhere).map(row);
  const shared = all[0].rows.filter((one) => common.includes(row(one)));
  return [
    ...(shared.length === 0 ? [] : [`Every one of them takes these keys:\n\n${keyTable(shared)}`]),
    ...all.map(({ name, summary, source, rows }) =>
      [
        `### ${name}`,
        `${summary[0].toUpperCase()}${summary.slice(1)}.`,
        ...(source ? [`Source: ${link(source)}`] : []),
        ...(shared.length > 0 && rows.length === shared.length
          ? []
          : [keyTable(rows.filter((one) => !common.includes(row(one))))]),
      ].join('\n\n'),
    ),
  ];
}

const link = (source) => source.replace(/https:\/\/\S+[^\s.,;)]/g, (address) => `<${address}>`);

const findConfig = runConfig.shape.find.def.innerType;
const trainConfig = runConfig.shape.train.def.innerType;
/** Sections of their own: the schedules have a page, the controllers follow. */
const apart = ['`schedule`', ...Object.keys(controllers).map((key) => `\`${key}\``)];
const sectionKeys = ['`dataset`', '`model`', '`optimizer`', '`loss`', '`find`', '`train`'];
const sections = [
  '# Reference',
  'Every name and key that a config may hold; `lr-tool schema` prints the same as a JSON Schema for editors.\n' +
    'Made from the source by `npm run reference`, which a test compares.',
  '## The run',
  'The keys at the top; those with keys of their own follow below. Flags win over `--set KEY=VALUE`, that over the environment,\n' +
    'that over the file, that over the defaults; `--show-config` tells where each value comes from. `--set KEY=null` takes away\n' +
    'what the file says. Relative paths start from the folder of the file.',
  keyTable(
    keyRows(runConfig, '').map(([key, type, ...rest]) => [
      key,
      sectionKeys.includes(key) ? 'section' : type,
      ...rest.map((text) => (String(text).startsWith('{') ? '' : text)),
    ]),
  ),
  '## Data sets (`dataset`)',
  ...family(
    datasets.map((spec) => ({ ...spec, schema: spec.config })),
    'name',
  ),
  '## Models (`model`)',
  ...family(
    modelConfig.options.map((schema) => ({ name: schema.shape.name.value, summary: schema.description, schema })),
    'name',
  ),
  '## Layers (`model.layers`)',
  'Shapes without the batch axis, channels last.',
  ...family(
    layers.map((schema) => ({ name: schema.shape.layer.value, summary: schema.description, schema })),
    'layer',
  ),
  '## Losses (`loss`)',
  table(
    ['name', 'definition'],
    Object.entries(losses).map(([name, { summary }]) => [`\`${name}\``, summary]),
  ),
  '## Metrics (`metrics`)',
  table(
    ['name', 'definition'],
    Object.entries(metrics).map(([name, { summary }]) => [`\`${name}\``, summary]),
  ),
  '## Optimizers (`optimizer`)',
  ...family(
    optimizers.map((spec) => ({ ...spec, schema: spec.config })),
    'name',
  ),
  '## The range test (`find`)',
  keyTable(keyRows(findConfig, '')),
  '## Training (`train`)',
  'The schedules (`train.schedule`) are on [a page of their own](schedules.md), what else a training does in [Training](training.md).',
  keyTable(keyRows(trainConfig, '').filter(([key]) => !apart.includes(key))),
  '## Controllers',
  'Each is on where its key is there, `{}` for all defaults. Not a number always ends a training.',
  ...family(
    Object.entries(controllers).map(([key, { summary, source }]) => ({
      name: `train.${key}`,
      summary,
      source,
      schema: trainConfig.shape[key].def.innerType,
    })),
    '',
  ),
  '## Suggestion rules (`--rule`)',
  table(
    ['name', 'what it returns', 'source'],
    rules.map(({ name, summary, source }) => [`\`${name}\``, summary, link(source)]),
  ),
  '## What the rates are for (`--for`)',
  table(
    ['name', 'bounds', 'source'],
    uses.map(({ name, summary, source }) => [`\`${name}\``, summary, link(source)]),
  ),
  '## The ways of other tools (`--profile`)',
  table(
    ['name', 'what it does'],
    profiles.map(({ name, summary }) => [`\`${name}\``, summary]),
  ),
  '## Which of several values is taken (`--sweep`)',
  table(
    ['preference', 'takes', 'keys that end in', 'source'],
    [...preferences, usualPreference].map(({ name, summary, keys, source }) => [
      name,
      summary,
      keys.length > 0 ? keys.map((key) => `\`${key}\``).join(', ') : 'anything else, and values that are no numbers',
      source,
    ]),
  ),
  '## Refusals',
  'Why a curve supports no suggestion; the report has the code in `recommendation.code`.',
  table(
    ['code', 'given when'],
    refusalSpecs.map(({ code, summary }) => [code, summary]),
  ),
  '## Warnings',
  table(
    ['code', 'given when'],
    [...warningSpecs, ...controllerWarningSpecs, ...trainWarningSpecs, ...togetherWarningSpecs, ...valueWarningSpecs]
      .toSorted((a, b) => a.code.localeCompare(b.code))
      .map(({ code, summary }) => [code, summary]),
  ),
];
process.stdout.write(`${sections.join('\n\n')}\n`);
