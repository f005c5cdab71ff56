import { Command, Option } from 'commander';
import { roads } from '../../provision/roads.js';
import type { CommandContext } from '../command.js';

const description = `Makes the native engine (tfjs-node on TensorFlow's C library) work, and says what it did.

Tried in order:
${roads.map(({ name, summary }) => `  ${name.padEnd(9)}${summary}`).join('\n')}

What it makes lies in the cache folder of the user (LR_TOOL_CACHE, else XDG_CACHE_HOME/lr-tool or the platform's), is
tested before it is put there, and serves every checkout and every version of Node. Without it, wasm is used.

Examples:
  lr-tool setup                   nothing to do where native works already
  lr-tool setup --dry-run         what would be fetched, compiled and needed, and what is missing for it
  lr-tool setup --force           build it again
  lr-tool doctor                  what works here, and why not`;

export const setup = ({ io, exit }: CommandContext): Command =>
  new Command('setup')
    .description(description)
    .option('--force', 'build it again though it works')
    .option('--remove', 'remove it from the cache folder')
    .option('--dry-run', 'say what would be done, and do nothing')
    .addOption(new Option('--from <road>', 'try only this').choices(roads.map(({ name }) => name)))
    .option('--within <seconds>', 'give up, and leave no trace, when it is not done or cannot be done in this time')
    .addOption(new Option('--json', 'the result as JSON on stdout').helpGroup('Output:'))
    .addOption(new Option('-q, --quiet', 'no progress, only the result').helpGroup('Output:'))
    .action(async (options: object) => {
      const { run } = await import('./setup.run.js');
      exit(await run(options, io));
    });
