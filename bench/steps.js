// Milliseconds per training step of everyone on one workload.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cores, starter } from './contestants.js';
import { runForJson } from './process.js';
import { largestDeviation } from './statistics.js';

/**
 * First each way of each contestant once, which also shows whether it trains the same model: as many parameters, and
 * from the same weights on the same batches the same losses. Then the fastest way of each, taking turns.
 */
export function measureSteps(workload, bench) {
  const start = mkdtempSync(join(tmpdir(), 'lr-tool-bench-'));
  try {
    const { options, data } = bench;
    const request = { workload, data, seconds: options.seconds };
    const check = { start, checkSteps: options.checkSteps };
    const reference = runForJson(starter.command({ ...request, ...check }), options.timeout);
    const entries = options.contestants.map((contestant) => {
      const failed = bench.missing(contestant) ?? reference.failed;
      if (failed) return { contestant, tried: [], failed };
      const ways = options.quick ? quickWays(contestant) : contestant.ways;
      return choose(
        contestant,
        ways.map((way) => {
          const asked = { ...request, ...check, ...way };
          const result = measure(contestant, way, asked, bench);
          const losses = contestant.losses ? runForJson(contestant.losses(asked), options.timeout) : result;
          return { way, ...compared(result, losses, workload, reference.losses) };
        }),
      );
    });
    takeTurns(entries, request, bench);
    return entries.map(resultOf);
  } finally {
    rmSync(start, { recursive: true, force: true });
  }
}

/** The first variant alone; with one thread too for PyTorch, whose threads stand in each other's way on a busy machine. */
const quickWays = ({ key, ways }) =>
  ways.filter(
    ({ variant, threads }) => variant === ways[0].variant && (threads === ways[0].threads || key === 'pytorch'),
  );

function measure(contestant, way, request, bench) {
  const result = runForJson(contestant.command({ ...request, ...way }, bench), bench.options.timeout);
  const shown = result.failed ?? `${result.msPerStep.toPrecision(3)} ms`;
  bench.note(`${request.workload.config}: ${contestant.title}${wayText(way)}: ${shown}`);
  return result;
}

/** "(fit, 2 threads)"; nothing where there is one way only. */
export const wayText = ({ variant, threads }) =>
  variant ? ` (${variant}, ${threads} thread${threads === 1 ? '' : 's'})` : '';

/** The result, with how far its losses are off; or why it cannot be compared. */
function compared(result, { losses, failed }, workload, reference) {
  if (result.failed) return result;
  if (failed) return { failed };
  if (result.parameters !== workload.parameters) {
    return { failed: `another model: ${result.parameters} parameters instead of ${workload.parameters}` };
  }
  const deviation = largestDeviation(losses, reference);
  if (deviation > workload.tolerance) {
    return { failed: `another model: its losses are off by ${deviation.toPrecision(2)}` };
  }
  return { ...result, deviation };
}

function choose(contestant, tried) {
  const [best] = tried.filter(({ failed }) => !failed).sort((a, b) => a.msPerStep - b.msPerStep);
  return best ? { contestant, tried, best, runs: [] } : { contestant, tried, failed: tried[0].failed };
}

/**
 * Each repetition begins with another one, so that nobody always comes after the same neighbour. Where it has to be
 * quick, the measurement that chose the way is the first repetition.
 */
function takeTurns(entries, request, bench) {
  const running = entries.filter(({ failed }) => !failed);
  const { quick, repetitions } = bench.options;
  if (quick) for (const { runs, best } of running) runs.push(best);
  for (let repetition = quick ? 1 : 0; repetition < repetitions; repetition++) {
    for (const i of running.keys()) {
      const { contestant, best, runs } = running[(i + repetition) % running.length];
      runs.push(measure(contestant, best.way, request, bench));
    }
  }
}

function resultOf({ contestant: { key, title }, tried, best, runs, failed }) {
  const ways = tried.map(({ way, msPerStep, failed }) => ({ ...way, ...(failed ? { failed } : { msPerStep }) }));
  const broken = failed ?? runs.find((run) => run.failed)?.failed;
  if (broken) return { key, title, tried: ways, failed: broken };
  return {
    key,
    title,
    tried: ways,
    way: best.way,
    deviation: Math.max(...tried.map(({ deviation = 0 }) => deviation)),
    parameters: best.parameters,
    msPerStep: runs.map((run) => run.msPerStep),
    peakMb: Math.max(...runs.map((run) => run.peakMb)),
    ...(best.versions && { versions: best.versions }),
  };
}

/** Threads that a contestant was fastest with on this workload; all cores where it was not measured. */
export const threadsOf = (results, key) => results.find((result) => result.key === key)?.way?.threads ?? cores;
