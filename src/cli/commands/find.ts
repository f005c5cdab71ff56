import { Command, Option } from 'commander';
import type { CommandContext } from '../command.js';
import { addConfigOptions, addScreenOptions, liveOption, tensorboardOption } from '../common-options.js';
import { type ConfigFlag, configOptions } from '../config-options.js';
import { runFlags } from '../training-flags.js';
import type { FindOptions } from './find.run.js';

const sweepFlags: readonly ConfigFlag[] = [
  { path: 'find.mode' },
  { path: 'find.startLr' },
  { path: 'find.endLr' },
  { path: 'find.steps' },
  { path: 'find.smoothing' },
  { path: 'find.divergeFactor' },
  { path: 'find.accumulate' },
  { path: 'find.validation' },
  { path: 'find.fixedRows' },
  { path: 'find.repeats' },
  { path: 'find.checkpointEvery' },
  { path: 'find.autoRange' },
  { path: 'find.rule' },
  { path: 'find.profile' },
  { path: 'find.for' },
];

/** Keys of the config that have a flag of their own. */
export const findFlags: readonly ConfigFlag[] = [...sweepFlags, ...runFlags];

const description = `LR range test: trains with a learning rate that grows from batch to batch, records the loss of every batch, and suggests base_lr and max_lr. The model is left as it was.

Examples:
  lr-tool find digits-mlp                        bundled data and model
  lr-tool find run.yaml --for one-cycle          your own config
  lr-tool find run.yaml --repeats 5              how sure is it? five sweeps from other weights
  lr-tool find run.yaml --auto-range             wider or closer where an edge of the sweep decides
  lr-tool find run.yaml --budget 30s             as many sweeps as half a minute holds
  lr-tool find run.yaml --set optimizer=adam --end-lr 1
  lr-tool find run.yaml --sweep optimizer.weightDecay=0,1e-4,1e-3 --repeats 3
  lr-tool find run.yaml --json | jq .recommendation`;

export function find({ io, exit }: CommandContext): Command {
  const command = new Command('find')
    .description(description)
    .argument('[config]', 'path of a JSON, JSONC or YAML file, - for stdin, or a bundled name; else lr-tool.* here');
  const options = [...configOptions(sweepFlags, 'Range test:'), ...configOptions(runFlags, 'Run:')];
  for (const option of options) command.addOption(option);
  addConfigOptions(command)
    .addOption(
      new Option(
        '--sweep <key.path=a,b,c>',
        'a range test at each of these values of a key, in one figure, and which to take, e.g. batchSize=16,64,256',
      )
        .argParser((value: string, before: string[] | undefined) => [...(before ?? []), value])
        .helpGroup('Range test:'),
    )
    .addOption(
      new Option(
        '--budget <time>',
        'as many repeats as end in this time from the start, at least one sweep, e.g. 30s, 5m; the report tells how many',
      ).helpGroup('Range test:'),
    )
    .addOption(
      new Option('--resume <run>', 'go on with a range test that was stopped: its run folder, or latest').helpGroup(
        'Range test:',
      ),
    )
    .addOption(
      new Option(
        '--jobs <n>',
        'sweeps (of --sweep: values) at a time, each in a process (default: as is fastest)',
      ).helpGroup('Run:'),
    )
    .addOption(new Option('--json', 'the report on stdout, and nothing else there').helpGroup('Output:'))
    .addOption(new Option('-o, --out <file>', 'write the report to a file').helpGroup('Output:'))
    .addOption(tensorboardOption())
    .addOption(liveOption())
    .addOption(new Option('--no-save', 'make no run folder under runs/').helpGroup('Output:'));
  return addScreenOptions(command).action(async (config: string | undefined, options: FindOptions) => {
    const { run } = await import('./find.run.js');
    exit(await run({ ...options, config }, io));
  });
}
