import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { userError } from '../../base/errors.js';
import { nearestName } from '../../base/names.js';
import { shownText } from '../../base/shown.js';
import { safeText, wrapText } from '../../base/text.js';
import { version } from '../../base/version.js';
import { schemaFile } from '../../config/bundled.js';
import { draftArrays } from '../../config/draft/arrays.js';
import { type BuiltIn, builtInDatasets, draftBuiltIn } from '../../config/draft/built-in.js';
import type { DraftData, Finding } from '../../config/draft/data.js';
import { draftConfig, usualSeed } from '../../config/draft/draft.js';
import { draftTable } from '../../config/draft/table.js';
import { type DraftFormat, draftFormats } from '../../config/draft/text.js';
import { configExtensions, configFormats } from '../../config/formats/all.js';
import { childOf } from '../../config/schema-fields.js';
import { plainValue } from '../../config/tree.js';
import { type DatasetConfig, datasetConfig } from '../../datasets/all.js';
import { inspectData } from '../../datasets/inspect/inspect.js';
import { loadDataset } from '../../datasets/load.js';
import { requireWritable, writeNamedFile } from '../../storage/named-file.js';
import { exitCode } from '../exit-codes.js';
import type { Io } from '../io.js';
import { dataFolders } from '../places.js';
import { type ScreenOptions, screenFor } from '../screen.js';
import { shellCommand } from '../shell-command.js';

export interface InitOptions extends ScreenOptions {
  readonly data: string | undefined;
  readonly target?: string;
  readonly task?: 'classification' | 'regression';
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

const usualName = 'lr-tool.yaml';
/** What is made up where no data is named and none lies here. */
const demo = 'moons';
const dataExtensions = ['.csv', '.tsv', '.npz', '.npy', '.gz'];

export async function run(options: InitOptions, io: Io): Promise<number> {
  const { target, task, json = false, force = false } = options;
  const place = placeOf(options.out, io);
  requireFree(place, force, io);
  const data = await dataOf(options, place.folder, io);
  const typed = [
    'lr-tool',
    'init',
    ...(options.data === undefined ? [] : [options.data]),
    ...(target === undefined ? [] : ['--target', target]),
    ...(task === undefined ? [] : ['--task', task]),
  ];
  const { title, entries, findings } = draftConfig(data, shellCommand(typed));
  const text = place.format.write(title, entries, asPath(place.folder, schemaFile));
  const dataset = await requireLoadable(text, place, io);

  if (place.path === null) {
    io.out.write(text);
    return exitCode('done');
  }
  await requireWritable(place.path);
  await writeNamedFile(place.path, text, io.files);
  const config = place.path === resolve(io.cwd, usualName) ? [] : [relative(io.cwd, place.path)];
  const next = ['find', 'train'].map((command) => shellCommand(['lr-tool', command, ...config]));
  if (json) {
    const { documentText } = await import('../../reports/documents.js');
    io.out.write(
      documentText({
        kind: 'lr-tool/init',
        version: 1,
        tool: version,
        config: place.path,
        findings: [...findings],
        dataset,
        next,
      }),
    );
  } else {
    const { print, width } = screenFor(io, options);
    print(shownFindings([...findings, { what: 'written', text: relative(io.cwd, place.path) }], width));
    print(`next\n  ${next[0]}\n  ${next[1]}`);
  }
  return exitCode('done');
}

interface Place {
  /** Null for standard output. */
  readonly path: string | null;
  /** That relative paths in the config start from. */
  readonly folder: string;
  readonly format: DraftFormat;
}

function placeOf(out: string | undefined, io: Io): Place {
  const [yaml] = draftFormats as [DraftFormat, ...DraftFormat[]];
  if (out === '-') return { path: null, folder: io.cwd, format: yaml };
  const path = resolve(io.cwd, out ?? usualName);
  const format = draftFormats.find(({ extensions }) => extensions.includes(extname(path).toLowerCase()));
  if (format) return { path, folder: dirname(path), format };
  throw userError('CONFIG_FORMAT', `--out ${shownText(out ?? '')}: a config is a ${configExtensions.join(', ')} file`, {
    hint: `-o ${shellCommand([`${basename(path, extname(path))}.yaml`])}`,
  });
}

/** Nothing is written over unasked, and no second lr-tool.* made: commands without a config would not know which to take. */
function requireFree({ path }: Place, force: boolean, io: Io): void {
  if (path === null) return;
  const shown = relative(io.cwd, path);
  if (existsSync(path) && !force) {
    throw userError('FILE_EXISTS', `${shown} is there already`, {
      hint: 'pass --force to write over it, or -o with another name',
    });
  }
  const isUsual = configExtensions.some((extension) => basename(path) === `lr-tool${extension}`);
  const other = configExtensions
    .map((extension) => join(dirname(path), `lr-tool${extension}`))
    .find((candidate) => isUsual && candidate !== path && existsSync(candidate));
  if (other === undefined) return;
  throw userError(
    'FILE_EXISTS',
    `${relative(io.cwd, other)} is there already, and commands would not know which to take`,
    {
      hint: 'pass -o with another name, e.g. -o run.yaml',
    },
  );
}

async function dataOf({ data, target, task }: InitOptions, folder: string, io: Io): Promise<DraftData> {
  const named = data ?? (await usualData(io));
  const path = resolve(io.cwd, named);
  const builtIn = builtInDatasets.find(({ name }) => name === named);
  if (builtIn && !existsSync(path)) return draftBuiltIn(builtIn, await loadBuiltIn(builtIn, io));
  if (!existsSync(path)) throw await missing(named, path);
  const choice = { target: await fileTarget(path, target, io), task };
  const facts = await inspectData(path, choice);
  const shown = (file: string) => asPath(folder, file).replace(/^\.\//, '');
  return facts.form === 'table'
    ? draftTable(facts, choice, shown(path))
    : draftArrays(facts, choice, shown(path), shown);
}

/** The target of an NPY or IDX file is a file itself. */
async function fileTarget(path: string, target: string | undefined, io: Io): Promise<string | undefined> {
  const isArray = /\.npy$|idx\d/i.test(basename(path));
  return target === undefined || !isArray ? target : resolve(io.cwd, target);
}

async function usualData(io: Io): Promise<string> {
  const here = (await readdir(io.cwd)).filter((name) => dataExtensions.includes(extname(name).toLowerCase()));
  if (here.length === 0) return demo;
  throw userError(
    'USAGE',
    `no data file named, and there ${here.length === 1 ? 'is' : 'are'} ${here.map(shownText).join(', ')}`,
    {
      hint: `\`${shellCommand(['lr-tool', 'init', here[0]!])}\`, or \`lr-tool init ${demo}\` for data that is made up`,
    },
  );
}

async function missing(named: string, path: string) {
  const neighbours = await readdir(dirname(path)).catch(() => []);
  const near = nearestName(basename(path), [...neighbours, ...builtInDatasets.map(({ name }) => name)]);
  const known = `name a file, or one of ${builtInDatasets.map(({ name }) => name).join(', ')}`;
  return userError('FILE_MISSING', `there is no file ${shownText(named)}`, {
    hint: near === null ? known : `did you mean '${shownText(join(dirname(named), near))}'?`,
  });
}

const loadBuiltIn = ({ config, name }: BuiltIn, io: Io) =>
  loadDataset(config.parse({ name }), {
    baseDir: io.cwd,
    dataDirs: dataFolders(io),
    seed: usualSeed,
    allowCode: false,
  });

/** A config is written only where its data loads: what is wrong with it is told now, not by the first run. */
async function requireLoadable(text: string, { folder, format }: Place, io: Io): Promise<DatasetConfig> {
  const { parse } = configFormats.find(({ extensions }) => extensions.includes(format.extensions[0]!))!;
  const parsed = await parse(text);
  if ('problems' in parsed) throw new Error(`init made a config that cannot be read: ${parsed.problems[0]?.message}`);
  const dataset = datasetConfig.parse(childOf(plainValue(parsed.tree), 'dataset'));
  await loadDataset(dataset, { baseDir: folder, dataDirs: dataFolders(io), seed: usualSeed, allowCode: false });
  return dataset;
}

/** The path from a folder, with slashes, as configs have it everywhere. */
function asPath(folder: string, file: string): string {
  const path = relative(folder, file).split(sep).join('/');
  return path.startsWith('.') ? path : `./${path}`;
}

/** "data     150 rows, 5 columns": the words wrapped under themselves. */
function shownFindings(findings: readonly Finding[], width: number): string {
  const indent = Math.max(...findings.map(({ what }) => what.length)) + 2;
  return findings
    .flatMap(({ what, text }) =>
      wrapText(safeText(text), width - indent).map((line, i) => `${(i === 0 ? what : '').padEnd(indent)}${line}`),
    )
    .join('\n');
}
