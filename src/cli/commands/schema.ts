import { Command } from 'commander';
import type { CommandContext } from '../command.js';

const description = `Prints the JSON Schema (draft 7) of the config, for editors and validators.

Example:
  lr-tool schema --out lr-tool.schema.json`;

export const schema = ({ io, exit }: CommandContext): Command =>
  new Command('schema')
    .description(description)
    .option('-o, --out <file>', 'write it to a file')
    .action(async (options: { out?: string }) => {
      const { run } = await import('./schema.run.js');
      exit(await run(options, io));
    });
