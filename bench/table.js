// The results as Markdown.
import { summary } from './statistics.js';
import { wayText } from './steps.js';

const three = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** "0.62 (0.60 to 0.71)"; one measurement has no spread. */
function spread(numbers) {
  const { median, least, most } = summary(numbers);
  return numbers.length === 1 ? three(median) : `${three(median)} (${three(least)} to ${three(most)})`;
}

const line = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
const empty = 'not measured';

/** One row for each contestant, one column for each workload; a cell that has no figure never looks like one. */
function byContestant(workloads, part, cell, wanted = () => true) {
  const titles = new Map(workloads.flatMap((one) => one[part].filter(wanted).map(({ key, title }) => [key, title])));
  if (titles.size === 0) return `${empty}.`;
  const rows = [...titles].map(([key, title]) => [
    title,
    ...workloads.map((workload) => {
      const result = workload[part].find((one) => one.key === key);
      return result === undefined || result.failed ? empty : cell(result);
    }),
  ]);
  return table(['', ...workloads.map(({ config }) => config)], rows);
}

/** Everything that has no figure, and why: one line for each reason. */
function omissions(workloads) {
  const reasons = new Map();
  const add = (reason, what) => reasons.set(reason, [...(reasons.get(reason) ?? []), what]);
  for (const { config, failed, steps = [], finds = [] } of workloads) {
    if (failed) add(failed, config);
    for (const result of [...steps, ...finds]) {
      if (result.failed) add(result.failed, `${result.title} on ${config}`);
      else
        for (const way of result.tried ?? [])
          if (way.failed) add(way.failed, `${result.title}${wayText(way)} on ${config}`);
    }
  }
  return [...reasons].map(([reason, what]) => `- ${what.join('; ')}: ${reason}`).join('\n');
}

function ratioTable(workloads) {
  const rows = workloads.flatMap(({ config, steps, finds, ratios }) => {
    const title = (wanted) => [...steps, ...finds].find(({ key }) => key === wanted).title;
    return ratios
      .filter(({ ratio }) => ratio !== null)
      .map(({ ours, peers, atMost, ratio }) => [
        config,
        title(ours),
        peers.length === 1 ? title(peers[0]) : `the faster of ${peers.map(title).join(' and ')}`,
        ratio.toFixed(2),
        `at most ${atMost}${ratio <= atMost ? '' : ' (missed)'}`,
      ]);
  });
  return rows.length > 0 ? table(['', 'lr-tool', 'peer', 'ratio', 'target'], rows) : `${empty}.`;
}

function floorText({ failed, flopsPerSecond, steps }) {
  if (failed) return `${empty}: ${failed}`;
  const rows = steps.map(({ workload, flops, bytes, bytesPerSecond, ms }) => [
    workload,
    `${three(flops / 1e6)} MFLOP`,
    `${three(bytes / 1e6)} MB at ${three(bytesPerSecond / 1e9)} GB/s`,
    `${three(ms)} ms`,
  ]);
  return `The products at ${three(flopsPerSecond / 1e9)} GFLOP/s (1024 x 1024 x 1024, all cores), then the update.

${table(['', 'products of a step', 'memory traffic of its update', 'together'], rows)}`;
}

function versionsText({ machine, versions, workloads }) {
  const engines = workloads.flatMap(({ steps = [] }) => steps.flatMap((one) => Object.entries(one.versions ?? {})));
  const packages = Object.entries(versions).filter(([, version]) => version !== null);
  return [['Node', machine.node], ...new Map([...engines, ...packages])].map((pair) => pair.join(' ')).join(', ');
}

function conditions({ date, machine, load, options: { repetitions, seconds, quick }, versions, workloads }) {
  const { processor, cores, memoryGb, system } = machine;
  return `${date.slice(0, 10)}; ${processor}, ${cores} cores, ${memoryGb} GB, ${system}; load ${load.before ?? 'unknown'} before, ${load.after ?? 'unknown'} after.
${quick ? 'A quick run, for orientation only. ' : ''}Median (least to most) of ${repetitions} measurement${repetitions === 1 ? '' : 's'} of ${seconds} s, all taking turns. [docs/benchmarks.md](../docs/benchmarks.md) tells what is
measured and how to repeat it.

Versions: ${versionsText({ machine, versions, workloads })}.`;
}

export function resultsText(results) {
  const measured = results.workloads.filter(({ failed }) => !failed);
  const omitted = omissions(results.workloads);
  const legend = results.workloads.map(
    ({ config, title, parameters }) => `- ${config}: ${title}; ${parameters} parameters`,
  );
  return `# Benchmark results

${conditions(results)}

${legend.join('\n')}

## Milliseconds per training step

${byContestant(measured, 'steps', ({ msPerStep }) => spread(msPerStep))}

Each peer in the way in which it was fastest:

${byContestant(
  measured,
  'steps',
  ({ way }) => wayText(way).slice(2, -1),
  ({ way }) => way?.variant,
)}

## Seconds of a range test of 100 steps, from the start of the process to the suggestion

${byContestant(measured, 'finds', ({ seconds, steps }) => `${spread(seconds)}; ${steps} steps`)}

## Time of lr-tool / time of the peer

${ratioTable(measured)}

## Peak memory in MB, with the data

${byContestant(measured, 'steps', ({ peakMb }) => String(peakMb))}

## Floor

${floorText(results.floor)}

## The same training

Largest relative difference of the losses of ${results.options.checkSteps} steps from those of lr-tool on wasm: same weights, same batches, no dropout.

${byContestant(measured, 'steps', ({ deviation }) => deviation.toExponential(0))}
${omitted && `\n## Without a figure\n\n${omitted}\n`}`;
}
