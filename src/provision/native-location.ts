import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, posix, win32 } from 'node:path';
import { reasonOf, userError } from '../base/errors.js';
import { type Manifest, manifestName, parseManifest } from './manifest.js';

/** The version of tfjs-node whose binding is built, and whose JavaScript must be installed. */
export const tfjsNodeVersion = '4.22.0';

/** What decides where the cache lies. */
export interface Place {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
}

/**
 * The user's cache folder: LR_TOOL_CACHE, else XDG_CACHE_HOME/lr-tool, else what the platform has
 * (~/.cache/lr-tool, ~/Library/Caches/lr-tool, %LOCALAPPDATA%\lr-tool).
 *
 * @throws userError CACHE_RELATIVE where LR_TOOL_CACHE is not an absolute path: every working folder would have its own
 */
export function cacheFolder({ env, home, platform }: Omit<Place, 'arch'>): string {
  const paths = platform === 'win32' ? win32 : posix;
  const own = env['LR_TOOL_CACHE'];
  if (own && !paths.isAbsolute(own)) {
    throw userError('CACHE_RELATIVE', `LR_TOOL_CACHE is '${own}', which is not an absolute path`, {
      hint: `set LR_TOOL_CACHE to a full path, e.g. ${paths.join(home, '.cache', 'lr-tool')}`,
    });
  }
  if (own) return own;
  const xdg = env['XDG_CACHE_HOME'];
  if (xdg && paths.isAbsolute(xdg)) return paths.join(xdg, 'lr-tool'); // a relative one is void by the XDG specification
  if (platform === 'darwin') return paths.join(home, 'Library', 'Caches', 'lr-tool');
  if (platform === 'win32') return paths.join(env['LOCALAPPDATA'] || paths.join(home, 'AppData', 'Local'), 'lr-tool');
  return paths.join(home, '.cache', 'lr-tool');
}

/** Holds every provisioned engine, one folder each, and what is being built. */
export const enginesFolder = (place: Place): string => {
  const paths = place.platform === 'win32' ? win32 : posix;
  return paths.join(cacheFolder(place), 'native');
};

/** The folder of the native engine for this machine. Node's ABI is no part of it: N-API is stable across versions. */
export const nativeFolder = (place: Place): string => {
  const paths = place.platform === 'win32' ? win32 : posix;
  return paths.join(enginesFolder(place), `tfjs-node-${tfjsNodeVersion}-${place.platform}-${place.arch}`);
};

export type FoundNative =
  | {
      readonly ok: true;
      readonly folder: string;
      /** tfjs_binding.node */
      readonly bindingPath: string;
      /** An addon to load before the binding, so that TensorFlow does not write to stderr while it starts; or null. */
      readonly quietPath: string | null;
      /** The addon that runs graphs; or null. */
      readonly sessionPath: string | null;
      readonly manifest: Manifest;
    }
  | { readonly ok: false; readonly state: 'absent' | 'damaged'; readonly why: string };

/** Finds the provisioned binding. Looks at names and sizes only (under 1 ms); `changedFiles` compares the contents. */
export const findNative = (place: Place): FoundNative => inspectNative(nativeFolder(place));

/** `findNative` for a folder that is not yet in its place. */
export function inspectNative(folder: string): FoundNative {
  const damaged = (why: string) => ({ ok: false, state: 'damaged', why }) as const;
  let text: string;
  try {
    text = readFileSync(join(folder, manifestName), 'utf8');
  } catch (cause) {
    if (existsSync(folder)) return damaged(`${folder} has no readable ${manifestName}`);
    const why = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? `${folder} does not exist` : reasonOf(cause);
    return { ok: false, state: 'absent', why };
  }
  const read = parseManifest(text);
  if (!read.ok) return damaged(`${join(folder, manifestName)} ${read.why}`);
  const { manifest } = read;
  for (const [name, { bytes }] of Object.entries(manifest.files)) {
    const size = statSync(join(folder, name), { throwIfNoEntry: false })?.size;
    if (size === undefined) return damaged(`${join(folder, name)} is missing`);
    if (size !== bytes) return damaged(`${join(folder, name)} has ${size} bytes instead of ${bytes}`);
  }
  return {
    ok: true,
    folder,
    bindingPath: join(folder, manifest.binding),
    quietPath: manifest.quiet === null ? null : join(folder, manifest.quiet),
    sessionPath: manifest.session === null ? null : join(folder, manifest.session),
    manifest,
  };
}
