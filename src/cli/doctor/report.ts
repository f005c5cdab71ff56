import type { Backend } from '../../base/backends.js';
import type { FolderCheck } from '../../provision/folder-check.js';
import type { InstalledPackage } from '../../provision/packages.js';

/** What `lr-tool doctor --json` prints. */
export interface DoctorReport {
  readonly kind: 'lr-tool/doctor';
  readonly version: 1;
  readonly tool: string;
  readonly system: SystemFacts;
  readonly backends: readonly BackendCheck[];
  readonly native: NativeFacts;
  readonly packages: readonly InstalledPackage[];
  readonly terminal: TerminalFacts;
  readonly folders: { readonly cache: FolderCheck; readonly runs: FolderCheck };
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

export interface SystemFacts {
  readonly node: string;
  /** null where npm cannot be called. */
  readonly npm: string | null;
  readonly platform: string;
  readonly arch: string;
  /** "glibc 2.36", "musl"; null where there is no choice. */
  readonly libc: string | null;
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  /** Environment variables that set the number of threads, as far as they are set. */
  readonly threads: Readonly<Record<string, string>>;
}

export type BackendState = 'works' | 'absent' | 'without binding' | 'damaged' | 'will not open' | 'loads but fails';

export interface BackendCheck {
  readonly backend: Backend;
  readonly state: BackendState;
  /** Opening, and computing known answers. */
  readonly openMs: number | null;
  readonly selfTestMs: number | null;
  /** Median of a training step of `stepModel`. */
  readonly msPerStep: number | null;
  readonly mode: string | null;
  readonly versions: Readonly<Record<string, string>>;
  readonly why: string | null;
  /** What to type. */
  readonly remedy: string | null;
}

/** The native engine as it lies on the disk. */
export interface NativeFacts {
  readonly folder: string;
  readonly state: 'absent' | 'damaged' | 'provisioned' | 'changed';
  readonly why: string | null;
  readonly origin: string | null;
  readonly compiler: string | null;
  readonly bytes: number;
  /** The binding that tfjs-node's own install script has made, if any. */
  readonly own: string | null;
  /** The fused kernels of this version; null where they are not built. */
  readonly fused: string | null;
}

export interface TerminalFacts {
  readonly stdout: 'terminal' | 'file or pipe';
  readonly stderr: 'terminal' | 'file or pipe';
  readonly width: number;
  readonly color: boolean;
  readonly unicode: boolean;
}
