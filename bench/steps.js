// Milliseconds per training step of everyone on one workload.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contestants } from './contestants.js';
import { runForJson } from './process.js';
import { largestDeviation } from './statistics.js';

/** Losses agree to 1e-6 where the update is plain; Keras adds Adam's epsilon before the bias is corrected: 7e-4. */
const tolerance = 2e-3;

/**
 * First each way of each contestant once, which also shows whether it trains the same model (number of parameters, and
 * losses from the same weights on the same batches); then the fastest way of each, taking turns.
 */
export function measureSteps(workload, options, around) {
  const { python, missing, data, note } = around;
  const start = mkdtempSync(join(tmpdir(), 'lr-tool-bench-'));
  const { seconds, checkSteps, timeout, repetitions, quick } = options;
  const request = (way) => ({ workload, data, seconds, ...way });
  const run = ({ command }, asked) => runForJson(command(asked, { python }), timeout);
  try {
    const began = run({ command: starter }, { ...request({ backend: 'wasm', mode: 'eager' }), start, checkSteps });
    if (began.failed) return options.contestants.map(({ key, title }) => ({ key, title, failed: began.failed }));

    let reference = null;
    const entries = options.contestants.map((contestant) => {
      const { key, title } = contestant;
      const absent = missing(contestant);
      if (absent) return { key, title, failed: absent };
      const ways = quick ? (contestant.quickWays ?? contestant.ways.slice(0, 1)) : contestant.ways;
      const tried = ways.map((way) => {
        const result = run(contestant, { ...request(way), start, checkSteps });
        const checked = result.failed ? result : checkedAgainst(result, workload, (reference ??= result.losses));
        note(`${workload.config}, ${title}${wayText(way)}: ${checked.failed ?? `${checked.msPerStep.toPrecision(3)} ms`}`);
        return { ...way, ...checked };
      });
      const [best] = tried.filter(({ failed }) => !failed).sort((a, b) => a.msPerStep - b.msPerStep);
      return best ? { key, title, contestant, best, tried, runs: [] } : { key, title, tried, failed: tried[0].failed };
    });

    const running = entries.filter(({ failed }) => !failed);
    for (let repetition = 0; repetition < repetitions; repetition++) {
      note(`${workload.config}, repetition ${repetition + 1} of ${repetitions}`);
      for (const entry of rotated(running, repetition)) {
        // One short measurement of each is all that quick is: the first one, which is there already.
        entry.runs.push(quick ? entry.best : run(entry.contestant, request(wayOf(entry))));
      }
    }
    return entries.map(resultOf);
  } finally {
    rmSync(start, { recursive: true, force: true });
  }
}
