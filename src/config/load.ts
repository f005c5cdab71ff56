import { readFile, stat } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { reasonOf, userError } from '../base/errors.js';
import { runCodeConfig } from './code-config.js';
import { configError } from './config-error.js';
import { codeExtensions, configExtensions, configFormats } from './formats/all.js';
import { findConfig } from './location.js';
import type { ConfigSource, ParsedSource } from './source.js';
import type { Parsed } from './tree.js';

/** What the user asked for, and the world it is looked up in. */
export interface ConfigRequest {
  /** A path, `-` for standard input, or the name of a bundled config; left out: lr-tool.* here, else digits-mlp. */
  readonly config?: string | undefined;
  readonly cwd: string;
  readonly readStdin: () => Promise<string>;
  /** The user said --allow-code: a config may be a program. */
  readonly allowCode: boolean;
  /** Told the full path of a program before it runs. */
  readonly onCode?: (path: string) => void;
}

/** Largest config; one of 1 MiB is a mistake or an attack. */
const maxBytes = 2 ** 20;

/**
 * Finds, reads and parses a config; nothing in it is checked but its syntax.
 *
 * Errors: CONFIG_NOT_FOUND, CONFIG_AMBIGUOUS, CONFIG_UNREADABLE, CONFIG_FORMAT, CONFIG_TOO_LARGE, CONFIG_CODE_FAILED,
 * CODE_NOT_ALLOWED, and CONFIG_INVALID for syntax.
 */
export async function loadConfig({ config, cwd, readStdin, allowCode, onCode }: ConfigRequest): Promise<ParsedSource> {
  if (config === '-') {
    const text = await readStdin();
    requireSize('standard input', Buffer.byteLength(text));
    const format = configFormats.find(({ recognizes }) => recognizes(text))!;
    const source = {
      label: 'standard input',
      file: 'stdin',
      baseDir: cwd,
      text: withoutByteOrderMark(text),
      tree: null,
    };
    return parsed(source, await format.parse(source.text));
  }
  const { label, file, path } = findConfig(config, cwd);
  const baseDir = dirname(path);
  const extension = extname(path).toLowerCase();
  if (codeExtensions.includes(extension)) {
    if (allowCode) {
      onCode?.(path);
      return parsed({ label, file, baseDir, text: null, tree: null }, await runCodeConfig(path));
    }
    throw userError('CODE_NOT_ALLOWED', `${path} is a program, and code is not run unasked`, {
      hint: 'read it; if you trust it, run the same command with --allow-code',
    });
  }
  const format = configFormats.find(({ extensions }) => extensions.includes(extension));
  if (!format) {
    throw userError(
      'CONFIG_FORMAT',
      `${file}: a config cannot be a ${extension === '' ? 'file without extension' : extension} file`,
      {
        hint: `name it ${configExtensions.join(', ')} by what is in it`,
      },
    );
  }
  const text = await readText(path, file);
  return parsed({ label, file, baseDir, text, tree: null }, await format.parse(text));
}

function parsed(source: ConfigSource, result: Parsed): ParsedSource {
  if ('problems' in result) throw configError(source, result.problems);
  return { ...source, tree: result.tree };
}

async function readText(path: string, file: string): Promise<string> {
  const unreadable = (why: string, cause?: unknown) =>
    userError('CONFIG_UNREADABLE', `${file} cannot be read: ${why}`, { cause });
  try {
    const { size } = await stat(path);
    requireSize(file, size);
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path));
    return withoutByteOrderMark(text);
  } catch (error) {
    if (error instanceof TypeError) throw unreadable('it is not UTF-8 text', error);
    if (error instanceof Error && 'syscall' in error) throw unreadable(reasonOf(error), error);
    throw error;
  }
}

function requireSize(what: string, bytes: number): void {
  if (bytes <= maxBytes) return;
  throw userError('CONFIG_TOO_LARGE', `${what} has ${bytes} bytes, a config has at most ${maxBytes}`, {
    hint: 'is this a data file? Give its path in the dataset section of a config',
  });
}

const withoutByteOrderMark = (text: string) => text.replace(/^\uFEFF/, '');
