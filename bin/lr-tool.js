#!/usr/bin/env node
import { processIo } from '../dist/cli/io.js';
import { main } from '../dist/cli/main.js';

// exitCode, not exit(): output that is still on its way to a slow pipe must arrive whole.
process.exitCode = await main(process.argv.slice(2), processIo(process));
