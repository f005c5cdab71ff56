import { Argument, Command, Option } from 'commander';
import type { CommandContext } from '../command.js';
import { shells } from '../completion/shells.js';

const description = `Prints a script that makes the shell complete commands, flags and their values: configs, schedules, rules, runs, keys of --set. The shell asks lr-tool itself, so the script stays right after an update.

Examples:
${shells.map(({ howTo }) => `  ${howTo}`).join('\n')}
  source <(lr-tool completion bash)              for this shell only`;

export const completion = ({ io, exit }: CommandContext): Command =>
  new Command('completion')
    .description(description)
    .addArgument(new Argument('[shell]', 'the shell').choices(shells.map(({ name }) => name)))
    .addOption(new Option('--line <text>', 'a line as far as it is typed: what may come next').hideHelp())
    .addOption(new Option('--json', 'refused with a reason: other commands have it').hideHelp())
    .action(async (shell: string | undefined, options: { readonly line?: string; readonly json?: boolean }) => {
      const { run } = await import('./completion.run.js');
      exit(await run({ ...options, shell }, io));
    });
