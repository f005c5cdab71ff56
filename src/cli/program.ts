import { type Argument, Command, InvalidArgumentError, type Option } from 'commander';
import { userError } from '../base/errors.js';
import { didYouMean, nearestName } from '../base/names.js';
import { shownText } from '../base/shown.js';
import { version } from '../base/version.js';
import { commands } from './commands/all.js';
import { exitCodes } from './exit-codes.js';
import { formatHelp, pairs } from './help.js';
import type { Io } from './io.js';
import { fittedLines } from './terminal/fitted.js';
import { terminalWidth } from './terminal/width.js';

/** The command tree. Only the command that was typed is loaded in full: the others need their name and one line. */
export async function buildProgram(argv: readonly string[], io: Io, exit: (code: number) => void): Promise<Command> {
  const program = new Command('lr-tool')
    .description(description)
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'help for a command')
    .usage('<command> [options]')
    .addHelpText('after', ({ error }) => helpAfter(terminalWidth(io.env, (error ? io.err : io.out).columns)))
    .showSuggestionAfterError();
  const typed = argv.filter((argument) => !argument.startsWith('-'));
  if (typed[0] === 'help') requireCommand(typed[1]);
  for (const { name, summary, load } of commands) {
    const wanted = typed[0] === name || (typed[0] === 'help' && typed[1] === name);
    const command = wanted ? await load({ io, exit }) : new Command(name);
    program.addCommand(command.name(name).summary(summary).helpOption('-h, --help', 'print this help'));
  }
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .configureOutput({
        writeOut: (text) => io.out.write(text),
        writeErr: (text) => io.err.write(fittedLines(text, io.env, io.err)), // it repeats what was typed
        getOutHelpWidth: () => terminalWidth(io.env, io.out.columns),
        getErrHelpWidth: () => terminalWidth(io.env, io.err.columns),
      })
      .configureHelp({ formatHelp });
  }
  for (const command of program.commands) {
    for (const target of [...command.options, ...command.registeredArguments]) suggestChoices(target);
  }
  if (argv.length === 0) program.help({ error: false });
  return program;
}

/** commander lists the choices; the one that was meant comes first. Flags of the config are checked by its schema. */
function suggestChoices(target: Option | Argument): void {
  const { argChoices: choices, parseArg } = target;
  if (choices === undefined || parseArg === undefined) return;
  target.argParser((value: string) => {
    if (choices.includes(value)) return value;
    const near = nearestName(value, choices);
    const meant = near === null ? '' : `Did you mean '${near}'? `;
    throw new InvalidArgumentError(`${meant}Allowed choices are ${choices.join(', ')}.`);
  });
}

/** commander answers `help fnd` with all of its help and no word of the mistake. */
function requireCommand(name: string | undefined): void {
  const names = commands.map((command) => command.name);
  if (name === undefined || names.includes(name)) return;
  throw userError('NO_COMMAND', `unknown command '${shownText(name)}' (${didYouMean(name, names)})`, {
    hint: '`lr-tool help` lists all commands',
  });
}

const description = `Find and schedule learning rates.

Examples:
  lr-tool find digits-mlp                range test on bundled data: plot and suggestion
  lr-tool init my.csv --target column    a config for your own data
  lr-tool find                           with that config
  lr-tool train                          with the rates that are found
  lr-tool plot                           the newest report again`;

const helpAfter = (width: number) => `
Exit codes:
${pairs(
  exitCodes.map(({ code, meaning }) => [String(code), meaning] as const),
  width,
).join('\n')}
`;
