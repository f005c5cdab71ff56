import { safeText, wrapText } from '../../base/text.js';
import { type Entry, Section } from './entry.js';

/** Longest line of a comment. */
const width = 100;

/** How a commented config is written in one format. */
export interface DraftFormat {
  /** Of names of files. */
  readonly extensions: readonly string[];
  /** @param schema path or address of the JSON Schema, for editors */
  readonly write: (title: readonly string[], entries: readonly Entry[], schema: string) => string;
}

const yaml: DraftFormat = {
  extensions: ['.yaml', '.yml'],
  write: (title, entries, schema) =>
    [`# yaml-language-server: $schema=${safeText(schema)}`, ...comments(title, '# ', ''), '', ...yamlLines(entries, '')]
      .join('\n')
      .concat('\n'),
};

const jsonc: DraftFormat = {
  extensions: ['.jsonc'],
  write: (title, entries, schema) =>
    [
      ...comments(title, '// ', ''),
      '{',
      ...jsonLines([{ key: '$schema', value: schema }, ...entries], '  ', (lines) => comments(lines, '// ', '  ')),
      '}',
      '',
    ].join('\n'),
};

const json: DraftFormat = {
  extensions: ['.json'],
  write: (_, entries, schema) =>
    ['{', ...jsonLines([{ key: '$schema', value: schema }, ...entries.map(bare)], '  ', () => []), '}', ''].join('\n'),
};

/** The formats of `init`; JSON has no comments. */
export const draftFormats: readonly DraftFormat[] = [yaml, jsonc, json];

/** Without what it says: plain JSON has no place for it. */
const bare = ({ key, value }: Entry): Entry => ({
  key,
  value: value instanceof Section ? new Section(value.entries.map(bare)) : value,
});

/** Text that is not ours stands in comments: it stays on its line. */
const comments = (lines: readonly string[] = [], mark: string, indent: string): string[] =>
  lines.flatMap((line) => wrapText(safeText(line), width - indent.length).map((part) => `${indent}${mark}${part}`));

function yamlLines(entries: readonly Entry[], indent: string): string[] {
  return entries.flatMap(({ key, value, above, behind }, i) => {
    const notes = comments(above, '# ', indent);
    const tail = behind === undefined ? '' : `  # ${safeText(behind)}`;
    if (!(value instanceof Section)) return [...notes, `${indent}${key}: ${yamlValue(value)}${tail}`];
    const gap = i > 0 && indent === '' ? [''] : [];
    return [...gap, ...notes, `${indent}${key}:${tail}`, ...yamlLines(value.entries, `${indent}  `)];
  });
}

function jsonLines(
  entries: readonly Entry[],
  indent: string,
  notesOf: (lines: readonly string[]) => string[],
): string[] {
  return entries.flatMap(({ key, value, above = [], behind }, i) => {
    const notes = notesOf([...above, ...(behind === undefined ? [] : [behind])]).map(
      (line) => `${indent}${line.trim()}`,
    );
    const comma = i < entries.length - 1 ? ',' : '';
    const name = `${indent}${JSON.stringify(key)}: `;
    if (!(value instanceof Section)) return [...notes, `${name}${jsonValue(value)}${comma}`];
    return [...notes, `${name}{`, ...jsonLines(value.entries, `${indent}  `, notesOf), `${indent}}${comma}`];
  });
}

const jsonValue = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(jsonValue).join(', ')}]` : JSON.stringify(value);

const yamlValue = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(yamlValue).join(', ')}]`
    : isPlain(value)
      ? String(value)
      : JSON.stringify(value);

/** Text that YAML reads as that text without quotes, whatever version of YAML it is. */
const isPlain = (value: unknown): boolean =>
  typeof value !== 'string' ||
  (/^[A-Za-z_][\w./-]*$/.test(value) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value));
