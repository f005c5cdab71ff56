import { Command, Option } from 'commander';
import { themeNames } from '../../plots/svg/theme.js';
import type { CommandContext } from '../command.js';
import { addScreenOptions, tensorboardOption } from '../common-options.js';
import { pictures } from '../pictures/all.js';
import type { PlotOptions } from './plot.run.js';

const description = `Draws saved reports again, and curves that were recorded elsewhere (CSV, JSON or TensorBoard files of lr and loss); several are laid over each other.

Formats, told by the extension of the file or by --format:
${pictures.map(({ name, summary }) => `  ${name.padEnd(6)} ${summary}`).join('\n')}

Examples:
  lr-tool plot                                   the newest report under runs/
  lr-tool plot -o find.html                      the same as a page to open or to send
  lr-tool plot a/report.json b/report.json
  lr-tool plot runs/20260101T120000Z-train-1a2b3c -o training.svg
  lr-tool plot history.csv -o history.png        a curve of another tool
  lr-tool plot --json | jq .recommendation       the newest report itself
  lr-tool find digits-mlp --json | lr-tool plot -`;

export const plot = ({ io, exit }: CommandContext): Command =>
  addScreenOptions(
    new Command('plot')
      .description(description)
      .argument(
        '[report...]',
        'report files, run folders or recorded curves, - for stdin; the newest report under runs/ if left out',
      )
      .addOption(new Option('-o, --out <file>', 'write the drawing to a file, - for stdout').helpGroup('Output:'))
      .addOption(
        new Option('--format <format>', 'how to draw (default: by the extension of the file, else ascii)')
          .choices(pictures.map(({ name }) => name))
          .helpGroup('Output:'),
      )
      .addOption(
        new Option('--theme <theme>', 'colours of html, svg and png; auto follows the reader')
          .choices(themeNames)
          .default('auto')
          .helpGroup('Output:'),
      )
      .addOption(
        new Option('--json', 'the report itself on stdout, instead of a drawing')
          .helpGroup('Output:')
          .conflicts(['out', 'format']),
      )
      .addOption(tensorboardOption()),
  ).action(async (reports: string[], options: Omit<PlotOptions, 'reports'>) => {
    const { run } = await import('./plot.run.js');
    exit(await run({ ...options, reports }, io));
  });
