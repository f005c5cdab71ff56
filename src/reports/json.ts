import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { userError } from '../base/errors.js';

/** Longest line that numbers are written on. */
const lineWidth = 120;

/**
 * Strict JSON; a byte order mark is skipped.
 *
 * @throws userError JSON_INVALID with line and column
 */
export function parseJson(text: string, where: string): unknown {
  const bare = text.replace(/^\ufeff/, '');
  const tooDeep = depthExceeded(bare);
  if (tooDeep !== null) {
    const { line, column } = placeAt(bare, tooDeep);
    throw userError('JSON_INVALID', `${where}:${line}:${column}: nested deeper than ${maxDepth} levels`, {
      hint: 'is it the right file?',
    });
  }
  try {
    return JSON.parse(bare);
  } catch (cause) {
    if (bare.trim() === '') throw userError('JSON_INVALID', `${where} is empty`, { hint: 'pass a JSON file', cause });
    const { line, column, what } = firstError(bare);
    throw userError('JSON_INVALID', `${where}:${line}:${column}: not valid JSON: ${what}`, {
      hint: notJsonHint(bare, what),
      cause,
    });
  }
}

function notJsonHint(text: string, what: string): string {
  if (!/^\s*[[{]/.test(text)) return 'is it the right file? A JSON document begins with { or ['; // "," of a CSV, "a:" of YAML
  return what === 'invalid symbol' ? 'JSON has no NaN, Infinity or None: write null' : 'mend that place';
}

/** Far above any report, far below what those that call themselves per level can take. */
const maxDepth = 256;

/** The place of the bracket that goes too deep, or null. */
function depthExceeded(text: string): number | null {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (quoted && code === backslash) i++;
    else if (code === quote) quoted = !quoted;
    else if (!quoted && (code === brace || code === bracket)) depth++;
    else if (!quoted && (code === brace + 2 || code === bracket + 2)) depth--;
    if (depth > maxDepth) return i;
  }
  return null;
}

const [quote, backslash, brace, bracket] = [0x22, 0x5c, 0x7b, 0x5b]; // the closing ones are 2 further on

function placeAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/** V8 names a position for some errors only, so a second parser finds the place. */
function firstError(text: string): { line: number; column: number; what: string } {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  const what = first === undefined ? 'unreadable' : printParseErrorCode(first.error);
  return {
    ...placeAt(text, first?.offset ?? 0),
    what: what.replace(/\B[A-Z]/g, (capital) => ` ${capital}`).toLowerCase(),
  };
}

/**
 * JSON text for people and programs: two spaces of indentation, what fits on a line of 120 characters stands on one,
 * long arrays of numbers are wrapped. Numbers that are not finite become null; every other double is read back bit for
 * bit (-0 too). Keys keep their order; ends with a newline.
 */
export const jsonText = (value: unknown): string => `${expanded(value, '', 0)}\n`;

function expanded(value: unknown, indent: string, used: number): string {
  const short = compact(value, lineWidth - indent.length - used);
  if (short !== null && indent !== '') return short;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => expanded(item, inner, 1));
    const body = value.every(isScalar) ? wrapped(items, inner) : items.map((item) => `${inner}${item}`).join(',\n');
    return `[\n${body}\n${indent}]`;
  }
  if (!isScalar(value)) {
    const lines = Array.from(entriesOf(value), ([key, item]) => {
      const name = `${JSON.stringify(key)}: `;
      return `${inner}${name}${expanded(item, inner, name.length + 1)}`;
    });
    return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
  }
  return scalarText(value);
}

/** The value on one line, or null if that takes more than `room` characters. */
function compact(value: unknown, room: number): string | null {
  if (isScalar(value)) return scalarText(value);
  const array = Array.isArray(value);
  const parts: string[] = [];
  let left = room - 4;
  for (const [key, item] of entriesOf(value)) {
    const text = compact(item, left);
    if (text === null) return null;
    parts.push(array ? text : `${JSON.stringify(key)}: ${text}`);
    left -= parts.at(-1)!.length + 2;
    if (left < -2) return null;
  }
  if (parts.length === 0) return array ? '[]' : '{}';
  return array ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`;
}

function wrapped(items: readonly string[], indent: string): string {
  const lines: string[] = [];
  let line = indent;
  items.forEach((item, i) => {
    const text = i < items.length - 1 ? `${item},` : item;
    if (line !== indent && line.length + 1 + text.length > lineWidth) {
      lines.push(line);
      line = indent;
    }
    line += line === indent ? text : ` ${text}`;
  });
  return [...lines, line].join('\n');
}

const isScalar = (value: unknown) => typeof value !== 'object' || value === null;

/** One by one: who needs the first few only does not wait for a million. */
function* entriesOf(value: unknown): Generator<[string, unknown]> {
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(value as object)) {
    const item = (value as Record<string | number, unknown>)[key];
    if (item !== undefined) yield [String(key), item];
  }
}

/** JSON.stringify turns -0 into 0, and what is not finite into null. */
const scalarText = (value: unknown): string => (Object.is(value, -0) ? '-0' : JSON.stringify(value));
