// Seconds of a whole range test on one workload, from the start of the process to its end, suggestion included.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runForJson, runProcess } from './process.js';
import { threadsOf } from './steps.js';

/** @param steps results of `measureSteps`: each peer gets the number of threads that was best for it there */
export function measureFinds(workload, steps, bench) {
  const folder = mkdtempSync(join(tmpdir(), 'lr-tool-bench-'));
  try {
    const { options, data } = bench;
    const entries = options.finders.map((finder) => ({ finder, runs: [], failed: bench.missing(finder) }));
    for (let repetition = 0; repetition < options.repetitions; repetition++) {
      for (const i of entries.keys()) {
        const { finder, runs, failed } = entries[(i + repetition) % entries.length];
        if (failed || runs.some((run) => run.failed)) continue;
        const report = join(folder, 'report.json');
        const request = { workload, data, report, threads: threadsOf(steps, finder.like) };
        const run = outcome(finder, request, bench);
        runs.push(run);
        bench.note(`${workload.config}: ${finder.title}: ${run.failed ?? `${run.seconds.toFixed(2)} s`}`);
      }
    }
    return entries.map(resultOf);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of one of the peers, which answers with the rest itself; of lr-tool, whose report has it. */
function outcome(finder, request, { python, options: { timeout } }) {
  if (finder.packages.length > 0) return runForJson(finder.command(request, { python }), timeout);
  const { seconds, failed } = runProcess(finder.command(request), timeout);
  if (failed) return { failed };
  const { curve, engine, recommendation } = JSON.parse(readFileSync(request.report, 'utf8'));
  const suggestion = recommendation.ok ? recommendation.lr : null;
  return { seconds, steps: curve.step.length, suggestion, engine: `${engine.backend}, ${engine.mode}` };
}

/** `steps`: updates done, as a sweep ends early where it diverges. */
function resultOf({ finder: { key, title }, runs, failed }) {
  const broken = failed ?? runs.find((run) => run.failed)?.failed;
  if (broken) return { key, title, failed: broken };
  const { steps, engine } = runs[0];
  const suggestions = runs.map(({ suggestion }) => suggestion);
  return { key, title, seconds: runs.map((run) => run.seconds), steps, suggestions, ...(engine && { engine }) };
}
