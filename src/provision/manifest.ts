import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

export const manifestName = 'manifest.json';

export interface FileRecord {
  readonly bytes: number;
  readonly sha256: string;
}

/** What lies in a folder of the native engine. Written last: a folder without it is half a folder. */
export interface Manifest {
  readonly version: 1;
  /** The road it came by. */
  readonly origin: string;
  /** As the library itself says. */
  readonly tensorflow: string;
  readonly tfjsNode: string;
  /** What compiled the addon; null where it was downloaded. */
  readonly compiler: string | null;
  /** File names are relative to the folder, with '/'. */
  readonly binding: string;
  readonly quiet: string | null;
  /** The addon that runs graphs; null in folders built before there was one. */
  readonly session: string | null;
  readonly files: Readonly<Record<string, FileRecord>>;
}

export type ReadManifest =
  | { readonly ok: true; readonly manifest: Manifest }
  | { readonly ok: false; readonly why: string };

/** Checks every field: the names become paths, and one of them is loaded as code. */
export function parseManifest(text: string): ReadManifest {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return { ok: false, why: 'is not JSON' };
  }
  if (!isRecord(raw)) return { ok: false, why: 'is not an object' };
  const { version, origin, tensorflow, tfjsNode, compiler, binding, quiet, session = null, files } = raw;
  if (version !== 1) return { ok: false, why: `has version ${JSON.stringify(version)}, this lr-tool reads version 1` };
  if (typeof origin !== 'string' || typeof tensorflow !== 'string' || typeof tfjsNode !== 'string') {
    return { ok: false, why: 'lacks origin, tensorflow or tfjsNode' };
  }
  if (compiler !== null && typeof compiler !== 'string') return { ok: false, why: 'lacks compiler' };
  if (!isRecord(files)) return { ok: false, why: 'lists no files' };
  const records: Record<string, FileRecord> = {};
  for (const [name, record] of Object.entries(files)) {
    if (!isFileRecord(record)) return { ok: false, why: `has no size and sha256 of ${name}` };
    if (!isInside(name)) return { ok: false, why: `names a file outside of its folder: ${name}` };
    records[name] = record;
  }
  if (typeof binding !== 'string' || !Object.hasOwn(records, binding)) return { ok: false, why: 'names no binding' };
  if (quiet !== null && (typeof quiet !== 'string' || !Object.hasOwn(records, quiet))) {
    return { ok: false, why: 'names a quiet addon that it does not list' };
  }
  if (session !== null && (typeof session !== 'string' || !Object.hasOwn(records, session))) {
    return { ok: false, why: 'names a session addon that it does not list' };
  }
  const names = { binding, quiet, session };
  return { ok: true, manifest: { version, origin, tensorflow, tfjsNode, compiler, ...names, files: records } };
}

/** Size and sha256, read in pieces: the library is 800 MB. */
export async function recordOf(path: string, signal?: AbortSignal): Promise<FileRecord> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, signal ? { signal } : {});
  return { bytes: (await stat(path)).size, sha256: hash.digest('hex') };
}

/** Names of the files whose contents are no longer what the manifest says. */
export async function changedFiles(folder: string, { files }: Manifest, signal?: AbortSignal): Promise<string[]> {
  const changed: string[] = [];
  for (const [name, { sha256 }] of Object.entries(files)) {
    if ((await recordOf(join(folder, name), signal)).sha256 !== sha256) changed.push(name);
  }
  return changed;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isFileRecord = (value: unknown): value is FileRecord =>
  isRecord(value) &&
  Number.isSafeInteger(value['bytes']) &&
  typeof value['sha256'] === 'string' &&
  /^[0-9a-f]{64}$/.test(value['sha256']);

const isInside = (name: string) => !/^[/\\]|:|\\|(^|\/)\.\.(\/|$)/.test(name) && name !== '';
