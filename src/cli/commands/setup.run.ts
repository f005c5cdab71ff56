import { LrToolError, machineError, userError } from '../../base/errors.js';
import { parseNumber } from '../../base/numbers.js';
import type { Machine } from '../../provision/machine.js';
import { nativeFolder } from '../../provision/native-location.js';
import { formatBytes } from '../../provision/progress.js';
import type { Road, Work } from '../../provision/road.js';
import { roads } from '../../provision/roads.js';
import { removeNative, type SetupResult, setupNative } from '../../provision/setup-native.js';
import { findTfjsNode } from '../../provision/tfjs-node.js';
import { exitCode } from '../exit-codes.js';
import type { Io, Signal } from '../io.js';
import { hostMachine } from '../machine.js';
import { createSteps } from '../steps.js';
import { terminalWidth } from '../terminal/width.js';

export interface SetupOptions {
  readonly force?: boolean;
  readonly remove?: boolean;
  readonly dryRun?: boolean;
  /** Name of the only road to try. */
  readonly from?: string;
  /** Seconds, as typed. */
  readonly within?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** What a test puts in place of the real ones. */
export interface SetupSurroundings {
  readonly machine: Machine;
  readonly roads: readonly Road[];
}

export async function run(options: SetupOptions, io: Io, given: Partial<SetupSurroundings> = {}): Promise<number> {
  const machine = given.machine ?? hostMachine(io);
  const say = (result: object, text: string) =>
    io.out.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : text);
  if (options.remove) {
    const removed = await removeNative(machine, io.date().getTime());
    const folder = nativeFolder(machine);
    say(envelope({ removed, folder }), removed ? `removed ${folder}\n` : `nothing to remove: no ${folder}\n`);
    return exitCode('done');
  }

  const deadline = startDeadline(options.within);
  const interruption = listen(io, deadline.controller);
  const work: Work = {
    machine,
    tfjsNode: findTfjsNode(),
    signal: deadline.controller.signal,
    progress: progressOf(io, options, deadline),
  };
  const chosen = (given.roads ?? roads).filter(({ name }) => options.from === undefined || name === options.from);
  try {
    if (options.dryRun) return await dryRun(chosen, work, say);
    const started = io.elapsed();
    const result = await setupNative({ roads: chosen, force: options.force ?? false, now: io.date().getTime() }, work);
    const seconds = (io.elapsed() - started) / 1000;
    say(envelope({ ...result, seconds }), resultText(result, seconds));
    return exitCode('done');
  } catch (error) {
    const signal = interruption.seen();
    if (signal === null) throw error;
    io.err.write('interrupted; nothing half-done was left\n');
    return exitCode(signal);
  } finally {
    interruption.stop();
    deadline.stop();
  }
}

const envelope = (body: object) => ({ kind: 'lr-tool/setup', version: 1, ...body });

function resultText({ outcome, folder, manifest, rebuilt, failed }: SetupResult, seconds: number): string {
  const { tensorflow, origin, compiler } = manifest;
  const how = `TensorFlow ${tensorflow} (${origin}${compiler === null ? '' : `, compiled by ${compiler}`})`;
  const words = {
    already: 'works already',
    built: 'works now',
    theirs: 'works now, set up by another lr-tool at the same time',
  };
  return [
    ...failed.map(({ road, why }) => `${road} was tried first: ${why.split('\n', 1)[0]}`),
    ...(rebuilt === null ? [] : [`what was there was damaged and has been built again: ${rebuilt}`]),
    `native ${words[outcome]}: ${how}, ${seconds.toFixed(1)} s`,
    `  in ${folder}`,
    '',
  ].join('\n');
}

async function dryRun(
  chosen: readonly Road[],
  work: Work,
  say: (result: object, text: string) => void,
): Promise<number> {
  const plans = await Promise.all(chosen.map((road) => planOf(road, work)));
  const lines = plans.flatMap(({ road, summary, plan, why, hint }) => [
    `${road}: ${summary}`,
    ...(plan
      ? [...plan.steps.map((step) => `  ${step}`), `  needs ${formatBytes(plan.diskBytes)} of disk while it is made`]
      : [`  not open: ${why}`, ...(hint ? [`  ${hint}`] : [])]),
  ]);
  const folder = nativeFolder(work.machine);
  say(envelope({ dryRun: true, folder, roads: plans }), `${[...lines, `would be put in ${folder}`].join('\n')}\n`);
  return exitCode(plans.some(({ plan }) => plan) ? 'done' : 'machine');
}

async function planOf(road: Road, work: Work) {
  const { name, summary } = road;
  try {
    const { steps, downloadBytes, diskBytes } = await road.plan(work);
    return { road: name, summary, plan: { steps, downloadBytes, diskBytes } };
  } catch (error) {
    if (!(error instanceof LrToolError)) throw error;
    return { road: name, summary, why: error.message, hint: error.hint };
  }
}

interface Deadline {
  readonly controller: AbortController;
  /** Milliseconds that are left; Infinity without a deadline. */
  readonly left: () => number;
  readonly stop: () => void;
}

function startDeadline(within: string | undefined): Deadline {
  const controller = new AbortController();
  if (within === undefined) return { controller, left: () => Number.POSITIVE_INFINITY, stop: () => undefined };
  const seconds = parseNumber(within);
  if (seconds === null || seconds <= 0) {
    throw userError('BAD_NUMBER', `--within ${within} is not a number of seconds above 0`, {
      hint: 'e.g. --within 120',
    });
  }
  const end = performance.now() + seconds * 1000;
  const timer = setTimeout(() => controller.abort(tooSlow(`${seconds} s are over`)), seconds * 1000);
  return { controller, left: () => end - performance.now(), stop: () => clearTimeout(timer) };
}

const tooSlow = (why: string) =>
  machineError('SETUP_TOO_SLOW', `the native engine was not set up within the time given: ${why}`, {
    hint: 'run lr-tool setup without --within; the wasm engine works without it',
  });

/** Interrupts the work at the first signal; the commands that it runs are ended, what they wrote is removed. */
function listen(io: Io, controller: AbortController) {
  let seen: Signal | null = null;
  const stop = io.onSignal((signal) => {
    seen = signal;
    controller.abort(new Error(signal));
  });
  return { stop, seen: () => seen };
}

const learnedMs = 5000; // a download's first seconds say little about its speed

/** Progress for the terminal; with a deadline, a step whose bytes cannot all arrive in time ends the work at once. */
function progressOf(io: Io, options: SetupOptions, { controller, left }: Deadline): Work['progress'] {
  const live = io.err.isTTY && io.env['TERM'] !== 'dumb' && !io.env['CI'];
  const steps = createSteps({
    write: (text) => io.err.write(text),
    mode: options.quiet ? 'quiet' : live ? 'live' : 'plain',
    width: () => terminalWidth(io.env, io.err.columns),
    now: () => io.elapsed(),
  });
  let since = 0;
  return {
    ...steps,
    begin(step) {
      since = performance.now();
      steps.begin(step);
    },
    bytes(done, total) {
      steps.bytes(done, total);
      const passed = performance.now() - since;
      const needed = total > 0 && passed > learnedMs ? (passed / done) * (total - done) : 0;
      if (needed > left())
        controller.abort(tooSlow(`${formatBytes(total - done)} would take another ${Math.ceil(needed / 1000)} s`));
    },
  };
}
