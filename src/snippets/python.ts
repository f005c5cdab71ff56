import type { Corner } from './corners.js';
import type { Piece } from './formulas.js';

/** What a Python library calls the functions of an expression, in the order of base/expression.ts. */
export type Names = Readonly<Record<string, string>>;

/** An expression in Python: ^ is **, and names are those of the library. */
export const pythonOf = (expression: string, names: Names): string =>
  expression.replaceAll('^', '**').replace(/[A-Za-z]+/g, (name) => names[name] ?? name);

/** Two lists, wrapped at the usual width of Python. */
export const tableLines = (corners: readonly Corner[]): string[] => [
  ...list(
    'STEPS',
    corners.map(({ step }) => step),
  ),
  ...list(
    'RATES',
    corners.map(({ lr }) => lr),
  ),
];

function list(name: string, values: readonly number[]): string[] {
  const short = `${name} = [${values.join(', ')}]`;
  if (short.length <= 88) return [short];
  const lines: string[] = [];
  let line = '   ';
  for (const value of values) {
    if (line.length + String(value).length + 2 > 88) {
      lines.push(line);
      line = '   ';
    }
    line += ` ${value},`;
  }
  return [`${name} = [`, ...lines, line, ']'];
}

/** Pieces as nested choices: where(step < 10, first, where(step < 20, second, third)). */
export function nested(
  pieces: readonly Piece[],
  where: string,
  write: (expression: string) => string,
  indent = '',
): string {
  const [first, ...rest] = pieces as [Piece, ...Piece[]];
  const [next] = rest;
  if (next === undefined) return `${indent}${write(first.lr)}`;
  const inner = `${indent}    `;
  return `${indent}${where}(\n${inner}t < ${next.from},\n${inner}${write(first.lr)},\n${nested(rest, where, write, inner)},\n${indent})`;
}
