import { Command, Option } from 'commander';
import { uses } from '../../analysis/bounds/uses.js';
import { profiles } from '../../analysis/profiles.js';
import { rules } from '../../analysis/suggest/all.js';
import { optimizerNames } from '../../optimizers/all.js';
import type { CommandContext } from '../command.js';
import { addScreenOptions } from '../common-options.js';
import type { SuggestOptions } from './suggest.run.js';

const description = `Reads a curve of learning rate and loss that was recorded anywhere, and suggests as find does: a report of lr-tool, a table as CSV (Keras CSVLogger, Lightning's metrics.csv), JSON (the history of torch-lr-finder, fastai's lrs and losses), an event file of TensorBoard. The columns are known by their names. Nothing is trained.

Examples:
  lr-tool suggest report.json --for one-cycle     a find report, read again
  lr-tool suggest log.csv                         columns like lr and loss
  lr-tool suggest metrics.csv --loss-column train_loss_step
  lr-tool suggest a.csv b.csv c.csv               repeats of one sweep: with an interval
  lr-tool suggest log.csv --profile fastai        the numbers of that tool
  lr-tool suggest history.json --smoothed         losses that are averages
  some-tool | lr-tool suggest - --json | jq .recommendation`;

export function suggest({ io, exit }: CommandContext): Command {
  const named = (flag: string, text: string, choices: readonly string[]) =>
    new Option(flag, text).choices(choices).helpGroup('Suggestion:');
  const command = new Command('suggest')
    .description(description)
    .argument(
      '<curve...>',
      'file (CSV, JSON, TensorBoard events, or a report or run folder of lr-tool), - for stdin; several are repeats of one sweep',
    )
    .addOption(
      named('--for <name>', 'the schedule that base_lr and max_lr are meant for (default: clr)', uses.map(nameOf)),
    )
    .addOption(
      named('--rule <name>', 'suggestion rule; auto weighs them all (default: auto)', ['auto', ...rules.map(nameOf)]),
    )
    .addOption(
      named(
        '--profile <tool>',
        "that tool's average, end of the sweep and rules, from raw losses (default: as recorded, else none)",
        [...profiles.map(nameOf), 'none'],
      ),
    )
    .addOption(new Option('--lr-column <name>', 'column of the learning rates').helpGroup('Curve:'))
    .addOption(new Option('--loss-column <name>', 'column of the losses').helpGroup('Curve:'))
    .addOption(
      new Option('--smoothed', 'the losses are smoothed already: they are not smoothed again').helpGroup('Curve:'),
    )
    .addOption(
      new Option('--steps <n>', 'updates the sweep was planned for (default: as many as recorded)').helpGroup('Curve:'),
    )
    .addOption(
      new Option(
        '--optimizer <name>',
        'what trained: its memory, and what it makes of a rate (default: as recorded, else sgd)',
      )
        .choices(optimizerNames)
        .helpGroup('Curve:'),
    )
    .addOption(
      new Option('--momentum <value>', 'of the optimizer, or its beta1, where it is not the usual one').helpGroup(
        'Curve:',
      ),
    )
    .addOption(new Option('--json', 'the report on stdout, and nothing else there').helpGroup('Output:'))
    .addOption(new Option('-o, --out <file>', 'write the report to a file').helpGroup('Output:'));
  return addScreenOptions(command).action(async (curves: string[], options: Omit<SuggestOptions, 'curves'>) => {
    const { run } = await import('./suggest.run.js');
    exit(await run({ ...options, curves }, io));
  });
}

const nameOf = ({ name }: { readonly name: string }) => name;
