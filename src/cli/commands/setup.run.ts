import { LrToolError } from '../../base/errors.js';
import { type FusedSetup, fusedPath, removeFused, setupFused } from '../../provision/fused-addon.js';
import type { Machine } from '../../provision/machine.js';
import { nativeFolder } from '../../provision/native-location.js';
import type { Road, Work } from '../../provision/road.js';
import { roads } from '../../provision/roads.js';
import { removeNative, type SetupResult, setupNative } from '../../provision/setup-native.js';
import { findTfjsNode, type TfjsNode } from '../../provision/tfjs-node.js';
import { documentText } from '../../reports/documents.js';
import type { SetupReport } from '../../reports/setup.js';
import { exitCode } from '../exit-codes.js';
import type { Io, Signal } from '../io.js';
import { hostMachine } from '../machine.js';
import { startDeadline } from '../setup/deadline.js';
import { planRoads, plansText } from '../setup/dry-run.js';
import { progressOf } from '../setup/progress.js';
import { wrappedLines } from '../terminal/fitted.js';

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
  readonly machine?: Machine;
  readonly roads?: readonly Road[];
  readonly tfjsNode?: TfjsNode;
}

export async function run(options: SetupOptions, io: Io, given: SetupSurroundings = {}): Promise<number> {
  const machine = given.machine ?? hostMachine(io);
  const folder = nativeFolder(machine);
  const say = (body: object, text: string) => {
    const report = () => documentText({ kind: 'lr-tool/setup', version: 1, ...body } as SetupReport);
    io.out.write(options.json ? report() : wrappedLines(text, io.env, io.out));
  };
  if (options.remove) {
    const removed = [await removeNative(machine, io.date().getTime()), await removeFused(machine)].includes(true);
    say({ removed, folder }, removed ? `removed ${folder}\n` : `nothing to remove: ${folder} does not exist\n`);
    return exitCode('done');
  }

  const deadline = startDeadline(options.within);
  const interruption = listen(io, deadline.controller);
  try {
    const work: Work = {
      machine,
      tfjsNode: given.tfjsNode ?? findTfjsNode(),
      signal: deadline.controller.signal,
      progress: progressOf(io, options.quiet ?? false, deadline),
    };
    const chosen = (given.roads ?? roads).filter(({ name }) => options.from === undefined || name === options.from);
    if (options.dryRun) {
      const plans = await planRoads(chosen, work);
      say({ dryRun: true, folder, roads: plans }, plansText(plans, folder, fusedPath(machine)));
      return exitCode(plans.some(({ plan }) => plan !== null) ? 'done' : 'machine');
    }
    const started = io.elapsed();
    const request = { force: options.force ?? false, now: io.date().getTime() };
    const result = await setupNative({ roads: chosen, ...request }, work);
    const fused = await fusedOrWhyNot(work, request);
    const seconds = (io.elapsed() - started) / 1000;
    say({ ...result, fused, seconds }, `${resultText(result, seconds)}${fusedText(fused)}\n`);
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

type FusedOutcome = FusedSetup | { readonly outcome: 'failed'; readonly why: string };

/** What only makes steps faster may be missing: the native engine works without it. */
async function fusedOrWhyNot(work: Work, request: { force: boolean; now: number }): Promise<FusedOutcome> {
  try {
    return await setupFused(work, work.tfjsNode.nodeHeaders, request);
  } catch (error) {
    if (!(error instanceof LrToolError)) throw error;
    work.progress.end(`failed: ${error.message}`);
    return { outcome: 'failed', why: error.message };
  }
}

function fusedText(fused: FusedOutcome): string {
  if (fused.outcome === 'failed') return `fused kernels not built, steps run as graphs: ${fused.why}`;
  return `fused kernels ${fused.outcome === 'already' ? 'work already' : 'work now'} (${fused.kernels})\n  in ${fused.path}`;
}

const endings = {
  already: 'works already',
  built: 'works now',
  theirs: 'works now, set up at the same time by another lr-tool',
} as const satisfies Record<SetupResult['outcome'], string>;

function resultText({ outcome, folder, manifest, rebuilt, failed }: SetupResult, seconds: number): string {
  const { tensorflow, origin, compiler } = manifest;
  const how = `TensorFlow ${tensorflow} (${origin}${compiler === null ? '' : `, compiled by ${compiler}`})`;
  return [
    ...failed.map(({ road, why }) => `${road} was tried first: ${why.split('\n', 1)[0]}`),
    ...(rebuilt === null ? [] : [`what was there was damaged and has been built again: ${rebuilt}`]),
    `native ${endings[outcome]}: ${how}, ${seconds.toFixed(1)} s`,
    `  in ${folder}`,
    '',
  ].join('\n');
}

/** Interrupts the work at the first signal; the commands that it runs are ended, and what they wrote is removed. */
function listen(io: Io, controller: AbortController) {
  let seen: Signal | null = null;
  const stop = io.onSignal((signal) => {
    seen = signal;
    controller.abort(new Error(signal));
  });
  return { stop, seen: () => seen };
}
