import { serveTasks } from '../dist/cli/workers/serve.js';

serveTasks(process);
