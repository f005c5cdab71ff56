// The losses of the first steps without dropout: node bench/ours/losses.js REQUEST. A process of its own, as in every
// command there is one trainer in a process.
import { answer, firstLosses, prepare, request, withoutDropout } from './run.js';

answer({ losses: await firstLosses(await prepare(withoutDropout), request.checkSteps) });
