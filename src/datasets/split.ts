import { userError } from '../base/errors.js';
import { randomStream, shuffle } from '../base/random.js';
import type { Dataset, RawDataset } from './dataset.js';

export interface SplitOptions {
  /** Share of the rows before `testFrom` that becomes validation; left out: the test part, else 0.2. */
  readonly validation?: number | undefined;
  /** Keep the share of each class; left out: where the targets are classes. */
  readonly stratify?: boolean | undefined;
  /** Rows to use, all of them together. */
  readonly limit?: number | undefined;
  readonly seed: number;
}

type Split = Pick<Dataset, 'train' | 'validation'>;

/** Row numbers of the training and of the validation examples, both ascending and without a common one. */
export function splitRows(raw: Pick<RawDataset, 'testFrom' | 'targets'>, rows: number, options: SplitOptions): Split {
  const { validation, limit = rows, seed } = options;
  const end = raw.testFrom ?? rows;
  if (raw.testFrom !== undefined && validation === undefined) {
    const testRows = Math.min(rows - end, Math.round((Math.min(limit, rows) * (rows - end)) / rows));
    const train = draw(range(0, end), limit - testRows, seed, 0);
    return checked({ train, validation: draw(range(end, rows), testRows, seed, 1) }, 'limit', true);
  }
  const fraction = validation ?? 0.2;
  const pool = draw(range(0, end), limit, seed, 0);
  const chosen = new Uint8Array(rows);
  for (const row of choose(pool, fraction, raw.targets, options)) chosen[row] = 1;
  const parts = { train: pool.filter((row) => !chosen[row]), validation: pool.filter((row) => chosen[row]) };
  return checked(parts, 'validation', fraction > 0);
}

const range = (from: number, to: number) => new Int32Array(to - from).map((_, i) => from + i);

/** At most n of the rows, drawn at random, in ascending order. */
function draw(rows: Int32Array, n: number, seed: number, part: number): Int32Array {
  if (n >= rows.length) return rows;
  return shuffle(rows, randomStream(seed, 'limit', part))
    .slice(0, Math.max(0, n))
    .sort();
}

/** The rows for validation: round(fraction * rows) of them, or nearly so where classes are tiny. */
function choose(
  pool: Int32Array,
  fraction: number,
  targets: RawDataset['targets'],
  options: SplitOptions,
): Iterable<number> {
  const { stratify = targets.kind === 'classes', seed } = options;
  const total = Math.round(pool.length * fraction);
  if (!stratify) return shuffle(pool.slice(), randomStream(seed, 'split')).subarray(0, total);
  if (targets.kind !== 'classes') {
    throw userError('DATA_SPLIT', 'stratify: true needs class labels, but the targets are numbers', {
      hint: 'leave `stratify` out',
    });
  }
  const groups = byClass(pool, targets.labels, targets.classes.length);
  const quotas = shares(
    groups.map((group) => group.length),
    fraction,
    total,
  );
  return groups.flatMap((group, label) => [
    ...shuffle(group, randomStream(seed, 'split', label)).subarray(0, quotas[label]),
  ]);
}

function byClass(rows: Int32Array, labels: Uint8Array | Int32Array, classes: number): Int32Array[] {
  const counts = new Int32Array(classes);
  for (const row of rows) counts[labels[row]!]!++;
  const groups = Array.from(counts, (count) => new Int32Array(count));
  for (const row of rows) groups[labels[row]!]![--counts[labels[row]!]!] = row;
  return groups;
}

/** Largest remainders: whole shares that sum to `total`, each leaving at least one row for training. */
function shares(sizes: readonly number[], fraction: number, total: number): number[] {
  const exact = sizes.map((size) => size * fraction);
  const quotas = exact.map(Math.floor);
  let left = total - quotas.reduce((sum, quota) => sum + quota, 0);
  const remainder = (k: number) => exact[k]! - quotas[k]!;
  const order = sizes.map((_, k) => k).sort((a, b) => remainder(b) - remainder(a) || a - b);
  for (const k of order) {
    if (left <= 0) break;
    if (fraction === 0 || quotas[k]! + 1 >= sizes[k]!) continue;
    quotas[k]!++;
    left--;
  }
  return quotas;
}

function checked(split: Split, key: 'limit' | 'validation', wantsValidation: boolean): Split {
  const { train, validation } = split;
  if (train.length > 0 && (validation.length > 0 || !wantsValidation)) return split;
  const rows = train.length + validation.length;
  throw userError(
    'DATA_SPLIT',
    `${rows} ${rows === 1 ? 'row is' : 'rows are'} too few to split into training and validation`,
    {
      hint: key === 'limit' ? 'raise `limit`' : 'set validation: 0 for no validation, or use more rows',
    },
  );
}
