import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LrToolError, machineError, reasonOf } from '../base/errors.js';
import { listFiles } from './files.js';
import { changedFiles, type Manifest, manifestName, recordOf } from './manifest.js';
import { enginesFolder, type FoundNative, findNative, nativeFolder, tfjsNodeVersion } from './native-location.js';
import { formatBytes } from './progress.js';
import type { Plan, Road, Work } from './road.js';
import { mustWork, testBinding } from './self-test.js';
import { makeStaging, placeFolder, setAside, sweepStaging } from './staging.js';

export interface SetupRequest {
  /** Ways to try, in this order. */
  readonly roads: readonly Road[];
  /** Builds again what works already. */
  readonly force: boolean;
  readonly now: number;
}

/** A road that was not taken to its end. */
export interface FailedRoad {
  readonly road: string;
  readonly why: string;
}

export interface SetupResult {
  /** `theirs`: another setup, running at the same time, was first. */
  readonly outcome: 'already' | 'built' | 'theirs';
  readonly folder: string;
  readonly manifest: Manifest;
  /** Why what was in the cache had to be built again; null where there was nothing or it was asked for. */
  readonly rebuilt: string | null;
  readonly failed: readonly FailedRoad[];
}

/**
 * Makes the native engine work: finds it working, or goes the roads in order until one leads to a binding that passes
 * its self-test. What is half-done is never seen by anyone and never stays.
 *
 * @throws the last road's machineError where no road is open; with the reason of `signal` where interrupted
 */
export async function setupNative(request: SetupRequest, work: Work): Promise<SetupResult> {
  const { machine, signal } = work;
  const folder = nativeFolder(machine);
  const engines = enginesFolder(machine);
  await sweepStaging(engines, request.now);
  const found = findNative(machine);
  const before = await stateOf(work);
  if (before.works && !request.force) {
    return { outcome: 'already', folder, manifest: before.manifest, rebuilt: null, failed: [] };
  }

  const failed: FailedRoad[] = [];
  let last: unknown = machineError('SETUP_UNSUPPORTED', 'no way is known to set the native engine up');
  for (const road of request.roads) {
    const staging = await makeStaging(engines, machine.pid);
    try {
      const plan = await road.plan(work);
      await mustFit(plan, engines, work);
      const manifest = await buildIn(staging, road, plan, work);
      const keepTheirs = async () => !request.force && isAnother(await stateOf(work), found);
      const outcome = (await placeFolder(staging, folder, machine.pid, keepTheirs)) === 'placed' ? 'built' : 'theirs';
      const rebuilt = before.works ? null : before.damage;
      if (outcome === 'built') return { outcome, folder, manifest, rebuilt, failed };
      const theirs = findNative(machine);
      if (theirs.ok) return { outcome, folder, manifest: theirs.manifest, rebuilt, failed };
      throw machineError('SETUP_RACE', `another setup has removed ${folder} just now`, {
        hint: 'run lr-tool setup again',
      });
    } catch (cause) {
      signal?.throwIfAborted();
      last = isDiskFull(cause) ? diskFull(engines, cause) : cause;
      if (!(last instanceof LrToolError)) throw last;
      failed.push({ road: road.name, why: last.message });
      work.progress.end(`failed: ${reasonOf(last)}`);
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }
  throw last;
}

/** Removes the engine of this platform and what interrupted setups have left. False where there was none. */
export async function removeNative(machine: Work['machine'], now: number): Promise<boolean> {
  await sweepStaging(enginesFolder(machine), now);
  const found = findNative(machine);
  if (!found.ok && found.state === 'absent') return false;
  await setAside(nativeFolder(machine), machine.pid);
  return true;
}

type State =
  | { readonly works: true; readonly manifest: Manifest }
  | { readonly works: false; readonly damage: string | null };

/** Something that works has come there since: not what was found, and found wanting, at the beginning. */
const isAnother = (state: State, found: FoundNative) =>
  state.works && !(found.ok && JSON.stringify(found.manifest) === JSON.stringify(state.manifest));

/** Works = every file is what was built (an 800 MB file is read in 1 s) and the binding computes. */
async function stateOf({ machine, signal }: Work): Promise<State> {
  const found = findNative(machine);
  if (!found.ok) return { works: false, damage: found.state === 'damaged' ? found.why : null };
  const changed = await changedFiles(found.folder, found.manifest, signal);
  if (changed.length > 0) return { works: false, damage: `${changed.join(', ')} changed since it was built` };
  const test = await testBinding(machine, found.bindingPath, signal);
  return test.ok ? { works: true, manifest: found.manifest } : { works: false, damage: test.why };
}

async function buildIn(
  staging: string,
  road: Road,
  plan: Plan,
  { machine, progress, signal }: Work,
): Promise<Manifest> {
  const built = await plan.build(staging);
  progress.begin('testing it');
  const tensorflow = await mustWork(machine, join(staging, built.binding), signal);
  const files: Record<string, Manifest['files'][string]> = {};
  for (const name of await listFiles(staging)) files[name] = await recordOf(join(staging, name), signal);
  const manifest: Manifest = { version: 1, origin: road.name, tensorflow, tfjsNode: tfjsNodeVersion, ...built, files };
  await writeFile(join(staging, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
  progress.end(`TensorFlow ${tensorflow} computes`);
  return manifest;
}

async function mustFit({ diskBytes }: Plan, engines: string, { machine }: Work): Promise<void> {
  const free = await machine.freeBytes(engines);
  if (free >= diskBytes) return;
  throw machineError(
    'SETUP_DISK',
    `${engines} needs ${formatBytes(diskBytes)} (${diskBytes} bytes) and has ${formatBytes(free)} free (${free} bytes)`,
    { hint: 'free space, or set LR_TOOL_CACHE to a folder on another disk' },
  );
}

const isDiskFull = (cause: unknown) =>
  (cause as NodeJS.ErrnoException).code === 'ENOSPC' ||
  (cause instanceof LrToolError && /No space left/i.test(cause.message));

const diskFull = (engines: string, cause: unknown) =>
  machineError('SETUP_DISK', `the disk of ${engines} is full`, {
    hint: 'free space, or set LR_TOOL_CACHE to a folder on another disk; nothing half-done was left',
    cause,
  });
