// node run-lines.mjs LINES.json: runs command lines one after another in this process and on its streams, as bin/lr-tool.js
// runs one; a process for each would take most of the time. After each stands its exit code and a separator.
import { readFileSync } from 'node:fs';
import { processIo } from '../../../build/cli/io.js';
import { main } from '../../../build/cli/main.js';

const io = processIo(process);
for (const line of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  const code = await main(line, io);
  process.stdout.write(`\u001d${code}\u001e`);
}
