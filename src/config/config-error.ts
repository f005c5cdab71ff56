import { type LrToolError, userError } from '../base/errors.js';
import { sentenceOf } from './issues.js';
import type { Problem, Span } from './problem.js';
import type { ConfigSource } from './source.js';
import { excerptAt, type Position, positionAt } from './text-position.js';
import { locate } from './tree.js';

/** Most problems told at once. */
const mostShown = 20;

/** `file:line:col` of a stretch of the config; the file alone where the config is not a text. */
export function placeOf({ file, text }: ConfigSource, span: Span | undefined): string {
  if (text === null || span === undefined) return file;
  const { line, column } = positionOf(text, span);
  return `${file}:${line}:${column}`;
}

/** All problems of a config as one error, code CONFIG_INVALID: each with its place, the line and a caret. */
export function configError(source: ConfigSource, problems: readonly Problem[]): LrToolError {
  const offset = (problem: Problem) => (problem.typed === undefined ? (spanOf(source, problem)?.offset ?? 0) : -1);
  const inOrder = [...problems].sort((a, b) => offset(a) - offset(b));
  const told = inOrder.slice(0, mostShown).map((problem) => describe(source, problem));
  const rest = problems.length > mostShown ? [`... and ${problems.length - mostShown} more`] : [];
  const title = problems.length > 1 ? [`${problems.length} mistakes in the config ${source.label}`] : [];
  return userError('CONFIG_INVALID', [...title, ...told, ...rest].join('\n'), {
    hint: '`lr-tool schema` prints every key with its meaning',
  });
}

function describe(source: ConfigSource, problem: Problem): string {
  if (problem.typed !== undefined) return `${problem.typed}: ${sentenceOf(problem)}`;
  const span = spanOf(source, problem);
  const sentence = `${placeOf(source, span)}: ${sentenceOf(problem)}`;
  if (source.text === null || span === undefined) return sentence;
  return `${sentence}\n${excerptAt(source.text, positionOf(source.text, span))}`;
}

const spanOf = ({ tree }: ConfigSource, { path, at, span }: Problem): Span | undefined =>
  span ?? (tree === null ? undefined : locate(tree, path, at));

/** What is missing at the end is shown behind the last character, not on the empty line after it. */
const positionOf = (text: string, { offset }: Span): Position =>
  positionAt(text, Math.min(offset, text.trimEnd().length));
