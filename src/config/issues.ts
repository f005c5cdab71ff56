import type { z } from 'zod';
import { didYouMean } from '../base/names.js';
import { shownText, shownValue } from '../base/shown.js';
import { formatPath, type KeyPath } from './key-path.js';
import type { Problem } from './problem.js';
import { childOf, knownKeys } from './schema-fields.js';

type Issue = z.core.$ZodIssue;

/** zod's issues about `value` as plain sentences. */
export function problemsOf(issues: readonly Issue[], schema: z.core.$ZodType, value: unknown): Problem[] {
  return issues.flatMap((issue) => problemsOfIssue(issue, issue.path as KeyPath, schema, value));
}

function problemsOfIssue(issue: Issue, path: KeyPath, schema: z.core.$ZodType, whole: unknown): Problem[] {
  const value = path.reduce(childOf, whole);
  const one = (message: string): Problem[] => [{ path, message }];
  if (value === undefined && issue.code !== 'custom' && issue.code !== 'unrecognized_keys') {
    return one(`is missing${optionsOf(issue)}`);
  }
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = knownKeys(schema, path, whole);
      return issue.keys.map((key) => ({
        path: [...path, key],
        at: 'key',
        message: `unknown key (${didYouMean(key, known)})`,
      }));
    }
    case 'invalid_union':
      return issue.errors.length === 0
        ? one(unknownName(path, value, 'options' in issue ? (issue.options as readonly unknown[]) : []))
        : problemsOfUnion(issue, path, schema, whole);
    case 'invalid_value':
      return one(unknownName(path, value, issue.values));
    case 'invalid_type':
      return one(`must be ${nounOf(issue)}, is ${shownValue(value)}`);
    case 'too_small':
      return one(limit(issue.inclusive ? 'at least' : 'above', issue.minimum, issue.origin, value));
    case 'too_big':
      return one(limit(issue.inclusive ? 'at most' : 'below', issue.maximum, issue.origin, value));
    case 'custom': {
      const related = issue.params?.['related'] as KeyPath | undefined;
      return [{ path, message: issue.message, ...(related && { related }) }];
    }
    default:
      return one(issue.message);
  }
}

/**
 * A union tells why the value fits none of its forms. The form that the value was meant for is the one whose type it
 * has: an object with a mistake inside was not meant to be a number.
 */
function problemsOfUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: KeyPath,
  schema: z.core.$ZodType,
  whole: unknown,
): Problem[] {
  const value = path.reduce(childOf, whole);
  const wrongType = ({ code, path: inner }: Issue) =>
    inner.length === 0 && (code === 'invalid_type' || (code === 'invalid_value' && typeof value !== 'string'));
  const meant = issue.errors.find((issues) => !issues.some(wrongType));
  if (meant) {
    return meant.flatMap((inner) => problemsOfIssue(inner, [...path, ...(inner.path as KeyPath)], schema, whole));
  }
  const nouns = issue.errors.flatMap((issues) => issues.filter(wrongType).map(nounOf));
  return [{ path, message: `must be ${[...new Set(nouns)].join(' or ')}, is ${shownValue(value)}` }];
}

const nouns: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'text',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  tuple: 'a list',
};

const nounOf = (issue: Issue): string => {
  if (issue.code === 'invalid_type') return nouns[issue.expected] ?? issue.expected;
  return issue.code === 'invalid_value' ? 'a name' : 'something else';
};

function limit(words: string, bound: number | bigint, origin: string, value: unknown): string {
  if (origin === 'array') return `must have ${words} ${bound} entries, has ${(value as readonly unknown[]).length}`;
  if (origin === 'string') return `must have ${words} ${bound} characters, has ${(value as string).length}`;
  return `must be ${words} ${bound}, is ${shownValue(value)}`;
}

/** "unknown optimizer 'adm' (did you mean 'adam'?)": what is named is the section, for a `name`, else the key. */
function unknownName(path: KeyPath, value: unknown, options: readonly unknown[]): string {
  const names = options.map(String);
  if (typeof value !== 'string') return `must be one of ${names.join(', ')}; is ${shownValue(value)}`;
  const key = path.at(-1) === 'name' ? path.at(-2) : path.at(-1);
  const noun = typeof key === 'string' ? key : 'name';
  return `unknown ${noun} '${shownText(value)}' (${didYouMean(value, names)})`;
}

const optionsOf = (issue: Issue): string => {
  const options = issue.code === 'invalid_value' ? issue.values : 'options' in issue ? issue.options : undefined;
  return Array.isArray(options) ? ` (known: ${options.join(', ')})` : '';
};

/** The path in front of the message, as errors print it. */
export const sentenceOf = ({ path, message }: Problem): string =>
  path.length === 0 ? message : `${shownText(formatPath(path))}: ${message}`;
