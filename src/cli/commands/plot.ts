import { Command, Option } from 'commander';
import type { CommandContext } from '../command.js';
import { addScreenOptions } from '../common-options.js';

const description = `Draws saved reports again; several are laid over each other.

Examples:
  lr-tool plot                                   the newest report under runs/
  lr-tool plot a/report.json b/report.json
  lr-tool find digits-mlp --json | lr-tool plot -`;

export const plot = ({ io, exit }: CommandContext): Command =>
  addScreenOptions(
    new Command('plot')
      .description(description)
      .argument('[report...]', 'report files or run folders, - for stdin; the newest under runs/ if left out')
      .addOption(new Option('-o, --out <file>', 'write the drawing to a file').helpGroup('Output:')),
  ).action(async (reports: string[], options: object) => {
    const { run } = await import('./plot.run.js');
    exit(await run({ ...options, reports }, io));
  });
