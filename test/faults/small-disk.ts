import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real file system of a few KiB of its own. */
export interface SmallDisk {
  readonly path: string;
  /** With other options, such as `size=1m` or `ro`: the latter in a moment in which nobody is writing a file there. */
  remount(options: string): void;
  remove(): void;
}

export function mountDisk(kib: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'lr-tool-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', path], { stdio: 'pipe' });
  return {
    path,
    remount(options) {
      for (let tries = 100; ; tries--) {
        const { status, stderr } = spawnSync('mount', ['-o', `remount,${options}`, path], { encoding: 'utf8' });
        if (status === 0) return;
        if (tries === 0 || !stderr.includes('busy')) throw new Error(stderr.trim());
      }
    },
    remove() {
      execFileSync('umount', [path], { stdio: 'pipe' });
      rmSync(path, { recursive: true });
    },
  };
}

/** Why there can be none here; null where there can. */
export const whyNoDisk: string | null = (() => {
  if (process.getuid?.() !== 0) return 'mount needs root';
  const path = mkdtempSync(join(tmpdir(), 'lr-tool-disk-'));
  const { status, stderr, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path], {
    encoding: 'utf8',
  });
  if (status === 0) spawnSync('umount', [path]);
  rmSync(path, { recursive: true });
  return status === 0 ? null : (error?.message ?? stderr).trim();
})();

/** For the name of what is skipped without one. */
export const withDisk = whyNoDisk === null ? '' : ` (skipped: ${whyNoDisk})`;
