import { resolve as resolvePath } from 'node:path';
import { isFilePath } from '../base/file-path.js';
import { configError } from './config-error.js';
import { problemsOf } from './issues.js';
import { type KeyPath, startsWith } from './key-path.js';
import { applyOverrides } from './merge.js';
import { leavesOf, mapLeaves, type ValueOrigin, writtenAt } from './origins.js';
import { type Override, type OverrideSources, readOverrides } from './override.js';
import type { Problem } from './problem.js';
import { type RunConfig, runConfig } from './run-config.js';
import { schemasAt } from './schema-fields.js';
import type { ParsedSource } from './source.js';
import { nodeAt } from './tree.js';

export interface ConfigLayers extends OverrideSources {
  readonly source: ParsedSource;
  /** Relative paths given by flags, --set and environment start here. */
  readonly cwd: string;
}

export interface ResolvedConfig {
  /** Complete: every default filled in, every file path absolute. Resolving it again gives it again. */
  readonly config: RunConfig;
  /** Folder that relative paths of the config file started from. */
  readonly baseDir: string;
  /** What people call the config. */
  readonly label: string;
  /** Every value with where it comes from, in the order of the schema. */
  readonly origins: readonly ValueOrigin[];
  /** What the user should know: values of the file that an override made pointless. */
  readonly notes: readonly string[];
}

/**
 * The config of a run: flags win over --set (later ones over earlier), --set over the environment, that over the file,
 * that over the defaults.
 *
 * An override of `dataset.name`, `model.name`, `loss.name` or `optimizer.name` changes the kind of thing. What the file
 * says of the old kind is kept where the new kind has the same parameter, and left out with a note where it has not;
 * what an override says is never left out. An override of the whole section ("optimizer=adam") replaces all of it.
 *
 * Error: CONFIG_INVALID with all mistakes, each with its place in the file or the override that made it.
 */
export function resolveConfig({ source, cwd, ...sources }: ConfigLayers): ResolvedConfig {
  const read = readOverrides(sources);
  const { raw, notes, problems } = applyOverrides(source, read.overrides);
  const result = runConfig.safeParse(raw);
  const mistakes = [
    ...read.problems,
    ...problems,
    ...problemsOf(result.error?.issues ?? [], runConfig, raw).map((problem) => blame(problem, source, read.overrides)),
  ];
  if (!result.success || mistakes.length > 0) throw configError(source, mistakes);
  const overrideOf = (path: KeyPath) => read.overrides.findLast((override) => startsWith(path, override.path));
  const config = mapLeaves(result.data, ({ path, value }) =>
    typeof value === 'string' && namesFile(path, result.data)
      ? resolvePath(overrideOf(path) ? cwd : source.baseDir, value)
      : value,
  );
  delete config.$schema; // it is about the file, and relative to it
  const origins = leavesOf(config).map(
    ({ path, value }): ValueOrigin => ({
      path,
      value,
      origin: overrideOf(path)?.origin ?? writtenAt(source, path) ?? 'default',
    }),
  );
  return { config, baseDir: source.baseDir, label: source.label, origins, notes };
}

/** Finds who a problem comes from: the override that set the value or the object around it, else the file. */
function blame(problem: Problem, source: ParsedSource, overrides: readonly Override[]): Problem {
  const { path, related } = problem;
  const setter = (wanted: KeyPath) => overrides.findLast((override) => startsWith(wanted, override.path));
  const inFile = writtenAt(source, path) !== null;
  const maker = inFile ? undefined : overrides.findLast((override) => startsWith(override.path, path));
  const culprit = setter(path) ?? (related && setter(related)) ?? maker;
  if (culprit) return { ...problem, typed: culprit.typed };
  const span = inFile || !related ? undefined : nodeAt(source.tree, related)?.span;
  return span ? { ...problem, span } : problem;
}

const namesFile = (path: KeyPath, config: RunConfig): boolean => schemasAt(runConfig, path, config).some(isFilePath);
