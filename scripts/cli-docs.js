// Writes docs/cli.md (every command with its flags) and docs/troubleshooting.md (every message with what to do) from the
// source: npm run docs. A test compares.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { valueWarningSpecs } from '../build/analysis/values/warnings.js';
import { warningSpecs } from '../build/analysis/warnings.js';
import { commands } from '../build/cli/commands/all.js';
import { exitCodes } from '../build/cli/exit-codes.js';
import { describedBy } from '../build/cli/help.js';
import { environmentKeys } from '../build/config/override.js';
import { controllerWarningSpecs } from '../build/runs/controller-warnings.js';
import { togetherWarningSpecs } from '../build/runs/suggest-reports.js';
import { trainWarningSpecs } from '../build/runs/train-warnings.js';

const root = fileURLToPath(new URL('..', import.meta.url));

const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (text) => `\`${text}\``;
const row = (cells) => `| ${cells.map(cell).join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const choices = ({ argChoices }) => (argChoices ? ` (${argChoices.map(code).join(', ')})` : '');
const fallback = ({ defaultValue, defaultValueDescription }) => {
  const shown = defaultValueDescription ?? defaultValue;
  return shown === undefined || typeof shown === 'boolean' ? '' : ` (default: ${shown})`;
};

async function commandPage({ name, load }) {
  const command = await load({ io: {}, exit: () => undefined });
  const helper = command.createHelp();
  const { paragraphs, examples } = describedBy(command.description());
  const groups = Map.groupBy
    ? Map.groupBy(command.options, (option) => option.helpGroupHeading ?? 'Options:')
    : command.options.reduce((map, option) => {
        const title = option.helpGroupHeading ?? 'Options:';
        return map.set(title, [...(map.get(title) ?? []), option]);
      }, new Map());
  const shown = [...groups].map(([title, options]) => [title, options.filter(({ hidden }) => !hidden)]);
  return [
    `## lr-tool ${name}`,
    ...paragraphs.map((text) => (/^ /m.test(text) ? `\`\`\`text\n${text}\n\`\`\`` : text.replaceAll('\n', ' '))),
    `\`\`\`text\n${examples.map(({ line, text }) => (text === '' ? line : `${line.padEnd(56)} # ${text}`)).join('\n')}\n\`\`\``,
    `Usage: \`lr-tool ${helper.commandUsage(command)}\``,
    ...(command.registeredArguments.length === 0
      ? []
      : [
          table(
            ['argument', ''],
            command.registeredArguments.map((one) => [
              code(one.name()),
              one.description + choices(one) + fallback(one),
            ]),
          ),
        ]),
    ...shown
      .filter(([, options]) => options.length > 0)
      .map(([title, options]) =>
        table(
          [title.replace(/:$/, '').toLowerCase(), ''],
          options.map((option) => [code(option.flags), option.description + choices(option) + fallback(option)]),
        ),
      ),
  ].join('\n\n');
}

const cli = [
  '# Commands',
  'Every command, flag, default and example, as `lr-tool COMMAND --help` prints them. Made from the source by `npm run docs`,\nwhich a test compares.',
  table(
    ['command', ''],
    commands.map(({ name, summary }) => [`[\`lr-tool ${name}\`](#lr-tool-${name})`, summary]),
  ),
  ...(await Promise.all(commands.map(commandPage))),
  '## Exit codes',
  table(
    ['code', ''],
    exitCodes.map(({ code, meaning }) => [code, meaning]),
  ),
  '## Environment',
  table(
    ['variable', ''],
    [
      ...Object.entries(environmentKeys).map(([name, key]) => [
        code(name),
        `sets \`${key}\` of the config; flags and --set win over it`,
      ]),
      ['`LR_TOOL_RUNS`', 'folder of the runs; `runs` in the working directory if not set'],
      ['`LR_TOOL_DATA`', 'folder that holds data sets by their names'],
      ['`LR_TOOL_CACHE`', 'folder of the native engine and of data sets'],
      ['`NO_COLOR`, `FORCE_COLOR`', 'no colours; colours in pipes too'],
      ['`COLUMNS`', 'width of what is drawn'],
    ],
  ),
];

/** Every error in the source: its code, its message with … for what is filled in, its hint. */
function errorsIn(file) {
  const source = readFileSync(file, 'utf8');
  const text = String.raw`(\x60(?:[^\x60\\]|\\.)*\x60|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")`;
  const pattern = new RegExp(
    String.raw`(user|machine)Error\(\s*'([A-Z_]+)',\s*${text}(?:,\s*\{\s*hint:\s*${text})?`,
    'g',
  );
  return Array.from(source.matchAll(pattern), ([, blame, name, message, hint]) => ({
    code: name,
    exit: blame === 'user' ? 2 : 3,
    message: plain(message),
    hint: hint === undefined ? '' : plain(hint),
  }));
}

/** A literal as people see it; what is filled in is …. */
const plain = (literal) =>
  literal
    .slice(1, -1)
    .replace(/\$\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g, '…')
    .replace(/\\(.)/g, '$1');

const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort();
const errors = files
  .flatMap((file) => errorsIn(join(root, 'src', file)))
  .filter(({ message }) => message.replace(/[…\s:]/g, '') !== '')
  .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
const codes = [...new Set(errors.map((one) => one.code))];

const troubleshooting = [
  '# Troubleshooting',
  'Search this page for words of the message; … stands for what is filled in. Every error says what to type in its hint. Made\nfrom the source by `npm run docs`, which a test compares.',
  'First of all: `lr-tool doctor` tells what works here and why not; `lr-tool COMMAND --help` shows what can be typed;\n`--show-config` tells where each value of a config comes from. Exit code 2 is something to mend in what was typed or in\nthe data, 3 is the machine, 1 is an answer: no rate can be suggested, or the training diverged.',
  '## The answer is no (exit code 1)',
  table(
    ['what is said', 'what helps'],
    [
      [
        'the curve supports no suggestion: flat',
        'a wider sweep: `--start-lr 1e-8 --end-lr 10`; or the model cannot learn these targets: look at the data',
      ],
      [
        '… diverged at the first steps',
        'a lower `--start-lr`; check that the inputs are scaled (`dataset.scaling: standard`)',
      ],
      [
        '… too noisy',
        'larger batches (`--batch-size`), averaged gradients (`--accumulate 4`), more steps, or `--repeats 3`',
      ],
      [
        'training diverged, the loss is not a number',
        'a lower `--max-lr`, a warm-up (`--warmup 1ep`), or `--set optimizer.clipNorm=1`',
      ],
    ],
  ),
  '## Warnings',
  'Given in reports and below plots; they change no exit code.',
  table(
    ['code', 'given when'],
    [...warningSpecs, ...controllerWarningSpecs, ...trainWarningSpecs, ...togetherWarningSpecs, ...valueWarningSpecs]
      .toSorted((a, b) => a.code.localeCompare(b.code))
      .map(({ code, summary }) => [code, summary]),
  ),
  '## Errors (exit codes 2 and 3)',
  ...codes.map((name) => {
    const all = errors.filter((one) => one.code === name);
    const rows = [...new Map(all.map((one) => [one.message, one])).values()];
    return [
      `### ${name}`,
      table(
        ['message', 'what to do', 'exit'],
        rows.map(({ message, hint, exit }) => [message, hint, exit]),
      ),
    ].join('\n\n');
  }),
];

for (const [name, sections] of Object.entries({ cli, troubleshooting })) {
  writeFileSync(join(process.argv[2] ?? join(root, 'docs'), `${name}.md`), `${sections.join('\n\n')}\n`);
}
