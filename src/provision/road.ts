import type { Machine } from './machine.js';
import type { Progress } from './progress.js';
import type { TfjsNode } from './tfjs-node.js';

/** What every step of a setup works with. */
export interface Work {
  readonly machine: Machine;
  /** The installed package whose binding is wanted. */
  readonly tfjsNode: TfjsNode;
  readonly progress: Progress;
  readonly signal: AbortSignal | undefined;
}

/** A way to come by the native engine. */
export interface Road {
  readonly name: string;
  readonly summary: string;
  /** Looks whether the road is open, and how long it is. Fetches and writes nothing. @throws machineError where not */
  plan(work: Work): Promise<Plan>;
}

export interface Plan {
  /** What will be done, one sentence each. */
  readonly steps: readonly string[];
  /** 0 where it is not known before. */
  readonly downloadBytes: number;
  /** Most that lies on the disk at one time. */
  readonly diskBytes: number;
  /** Does it, in an empty folder that may be moved afterwards. Leaves there only what is needed to run. */
  build(folder: string): Promise<Built>;
}

/** What a road has left in its folder; names relative to it. */
export interface Built {
  readonly binding: string;
  readonly quiet: string | null;
  readonly session: string | null;
  readonly compiler: string | null;
}
