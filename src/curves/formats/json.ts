import { userError } from '../../base/errors.js';
import { shownText } from '../../base/shown.js';
import { parseJson } from '../../reports/json.js';
import { sourceText } from '../source.js';
import type { CurveTable } from '../table.js';
import type { CurveFormat } from './format.js';
import { recordTable } from './records.js';

/** Lists side by side, or a list of objects, at the top or under the only key that holds such a thing. */
export const json: CurveFormat = {
  name: 'json',
  summary:
    "an object of lists (the history of torch-lr-finder, Lightning's results, fastai's lrs and losses) or a list of objects; also under one key, as in Hugging Face's log_history",
  note: 'torch-lr-finder, Lightning and fastai record losses that they have smoothed: type --smoothed for theirs',
  recognises: (source) => /^\s*[[{]/.test(sourceText(source)),
  read(source) {
    const { where } = source;
    const document = parseJson(withoutNaN(sourceText(source)), where);
    const tables = [tableIn(document, where, ''), ...childrenOf(document, where)].filter((table) => table !== null);
    if (tables.length > 0) return tables[0]!;
    throw userError('CURVE_INVALID', `${where} holds neither lists side by side nor a list of objects`, {
      hint: 'write {"lr": [...], "loss": [...]}, or pass a report that lr-tool wrote',
    });
  },
};

/**
 * Python writes NaN and Infinity, which JSON lacks: texts of the same length stand for them, so that places stay true.
 * What stands in quotes is passed over, each character once.
 */
export function withoutNaN(text: string): string {
  if (!/NaN|Infinity/.test(text)) return text;
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const outside = text.slice(at, quote < 0 ? text.length : quote);
    parts.push(outside.replace(/-?\b(?:NaN|Infinity)\b/g, (token) => stands[token]!.padEnd(token.length)));
    at += outside.length;
    const end = quote < 0 ? at : endOfString(text, quote);
    parts.push(text.slice(at, end));
    at = end;
  }
  return parts.join('');
}

/** Behind the quote that ends the string begun at `from`; the end of the text where none does. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text[at - 1 - escapes] === '\\') escapes++;
    if (escapes % 2 === 0) return at + 1;
  }
  return text.length;
}

const stands: Readonly<Record<string, string>> = {
  NaN: '""',
  '-NaN': '""',
  Infinity: '"inf"',
  '-Infinity': '"-inf"',
};

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function tableIn(value: unknown, where: string, key: string): CurveTable | null {
  if (Array.isArray(value)) {
    if (value.length === 0 || !value.every(isObject)) return null;
    return recordTable(value, (row, column) => `${where}: ${key}[${row}].${shownText(column)}`);
  }
  if (!isObject(value)) return null;
  const lists = Object.entries(value).filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  if (lists.length < 2) return null;
  const prefix = key === '' ? '' : `${key}.`;
  return {
    columns: lists.map(([name, cells]) => ({ name, cells })),
    place: (row, column) => `${where}: ${prefix}${shownText(column)}[${row}]`,
  };
}

const childrenOf = (document: unknown, where: string): (CurveTable | null)[] =>
  isObject(document) ? Object.entries(document).map(([key, value]) => tableIn(value, where, shownText(key))) : [];
