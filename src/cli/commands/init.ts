import { Command, Option } from 'commander';
import type { CommandContext } from '../command.js';
import { addScreenOptions } from '../common-options.js';

const description = `Looks at a data file, and writes a config for it that trains: which column is learnt, which are inputs, what is missing, and a model that suits the size, each with a comment. Data is a table (CSV, TSV, with header or not, gzip or not), arrays of numpy (NPY, NPZ), the files of MNIST (IDX), or the name of a data set that comes with lr-tool.

Examples:
  lr-tool init iris.csv --target species         writes lr-tool.yaml
  lr-tool init data.npz -o run.jsonc             the extension says how it is written
  lr-tool init houses.csv --target price --task regression
  lr-tool init moons                             data that is made up, to try things
  lr-tool init iris.csv -o -                     to look at it first`;

export const init = ({ io, exit }: CommandContext): Command =>
  addScreenOptions(
    new Command('init')
      .description(description)
      .argument('[data]', 'data file, or the name of a data set of lr-tool')
      .addOption(new Option('--data <file>', 'the same as the argument').helpGroup('Data:'))
      .addOption(
        new Option(
          '--target <name>',
          'what is learnt: a column (name, or position from 0), a key of the NPZ, a file (default: guessed, and said)',
        ).helpGroup('Data:'),
      )
      .addOption(
        new Option('--task <task>', 'whether the target is a class or a quantity (default: by its values)')
          .choices(['classification', 'regression'])
          .helpGroup('Data:'),
      )
      .addOption(
        new Option(
          '-o, --out <file>',
          'the config: .yaml, .jsonc or .json; - for stdout (default: lr-tool.yaml)',
        ).helpGroup('Output:'),
      )
      .addOption(new Option('--force', 'write over a config that is there').helpGroup('Output:'))
      .addOption(new Option('--json', 'what was found and written as JSON on stdout').helpGroup('Output:')),
  ).action(async (data: string | undefined, options: object) => {
    const { run } = await import('./init.run.js');
    exit(await run({ ...options, data: data ?? ('data' in options ? String(options.data) : undefined) }, io));
  });
