import { CommanderError } from 'commander';
import { LrToolError } from '../base/errors.js';
import { safeLines } from '../base/text.js';
import { version } from '../base/version.js';
import { exitCode } from './exit-codes.js';
import type { Io } from './io.js';
import { buildProgram } from './program.js';
import { fittedLines } from './terminal/fitted.js';

/** Runs one command line and resolves to its exit code. Never throws, never ends the process, never reads globals. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    let code = exitCode('done');
    const program = await buildProgram(argv, io, (result) => {
      code = result;
    });
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return exitCode(error.exitCode === 0 ? 'done' : 'user'); // already printed
    if (error instanceof LrToolError) {
      io.err.write(
        fittedLines(`error: ${error.message}\n${error.hint ? `hint: ${error.hint}\n` : ''}`, io.env, io.err),
      );
      return exitCode(error.blame);
    }
    const stack = error instanceof Error ? error.stack : String(error);
    io.err.write(`internal error in lr-tool ${version}, please report it\n${safeLines(stack ?? '')}\n`);
    return exitCode('machine');
  }
}
