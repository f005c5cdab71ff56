import { userError } from '../../base/errors.js';
import { safeText } from '../../base/text.js';
import { wordsOfLine } from '../completion/line.js';
import { shells } from '../completion/shells.js';
import { exitCode } from '../exit-codes.js';
import type { Io } from '../io.js';
import { runsFolder } from '../places.js';
import { buildProgram } from '../program.js';

export interface CompletionOptions {
  readonly shell: string | undefined;
  readonly line?: string;
  readonly json?: boolean;
}

export async function run({ shell, line, json = false }: CompletionOptions, io: Io): Promise<number> {
  if (json) {
    throw userError('USAGE', '--json: completion prints a script for a shell, and a script is no JSON', {
      hint: 'leave --json out',
    });
  }
  if (line !== undefined) io.out.write(await answerTo(line, io));
  else io.out.write(scriptFor(shell));
  return exitCode('done');
}

function scriptFor(shell: string | undefined): string {
  const found = shells.find(({ name }) => name === shell);
  if (found) return found.script;
  throw userError('USAGE', 'no shell named', { hint: `\`lr-tool completion ${shells[0].name}\`, or ${others()}` });
}

const others = () =>
  shells
    .slice(1)
    .map(({ name }) => name)
    .join(', ');

/** First whether the word goes on, then a candidate a line: value, tab, what it is. */
async function answerTo(line: string, io: Io): Promise<string> {
  const [, ...words] = wordsOfLine(line);
  const whole = words.slice(0, -1); // the last word names nothing yet
  const program = await buildProgram(whole.length > 0 ? whole : [''], io, () => undefined);
  const { cwd, home } = io;
  const { candidatesFor } = await import('../completion/candidates.js'); // late: it knows every name there is
  const found = await candidatesFor(program, words, { cwd, home, runs: runsFolder(io) });
  const open = found.length > 0 && found.every((candidate) => candidate.open);
  const lines = found.map(({ value, text }) => (text ? `${safeText(value)}\t${safeText(text)}` : safeText(value)));
  return `${[open ? 'open' : 'closed', ...lines].join('\n')}\n`;
}
