import { Argument, Command, Option } from 'commander';
import { documentKinds, documentName } from '../../reports/documents.js';
import type { CommandContext } from '../command.js';

const description = `Prints the JSON Schema (draft 7) of a config, or of what a command prints with --json, for editors and validators. Schemas of reports are versioned: a field may be added, a changed meaning gets a new version.

Examples:
  lr-tool schema --out lr-tool.schema.json
  lr-tool schema find                            of the report of \`lr-tool find\`
  lr-tool schema --all schemas                   all of them, into that folder`;

/** What has a schema. */
export const schemaNames: readonly string[] = ['config', ...documentKinds.map(documentName)];

export const schema = ({ io, exit }: CommandContext): Command =>
  new Command('schema')
    .description(description)
    .addArgument(new Argument('[what]', 'config, or the kind of a document').choices(schemaNames).default('config'))
    .addOption(new Option('-o, --out <file>', 'write it to a file').helpGroup('Output:'))
    .addOption(new Option('--json', 'changes nothing: a schema is JSON').helpGroup('Output:'))
    .addOption(
      new Option('--all <folder>', 'write every schema into this folder').helpGroup('Output:').conflicts('out'),
    )
    .action(async (what: string, options: object) => {
      const { run } = await import('./schema.run.js');
      exit(await run({ what, ...options }, io));
    });
