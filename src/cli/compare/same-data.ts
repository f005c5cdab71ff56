import { userError } from '../../base/errors.js';
import type { Warning } from '../../reports/find.js';
import type { Contender } from '../../runs/compare-rates.js';

/** What decides which examples are judged, and by which loss. How inputs are scaled is the contender's own. */
function judgedOn({ config: { dataset, loss } }: Contender) {
  const { scaling, ...examples } = dataset;
  return { dataset: examples as Readonly<Record<string, unknown>>, loss };
}

/**
 * Values of other examples or of another loss cannot be compared.
 *
 * Error: DATA_DIFFER, unless forced: then a warning
 */
export function requireSameData(contenders: readonly Contender[], forced: boolean): Warning[] {
  const first = contenders[0]!;
  for (const other of contenders.slice(1)) {
    const what = differenceOf(judgedOn(first), judgedOn(other));
    if (what === null) continue;
    const message = `${first.label} and ${other.label} differ in ${what}`;
    if (forced) return [{ code: 'W201', message: `${message}: their values may not compare` }];
    throw userError('DATA_DIFFER', `${message}: their values could not be compared`, {
      hint: 'give them the same data and loss, or type --force',
    });
  }
  return [];
}

/** The first key in which they differ: "dataset.limit (500 and nothing)". */
function differenceOf(a: ReturnType<typeof judgedOn>, b: ReturnType<typeof judgedOn>): string | null {
  const shown = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));
  const pairs = [
    ...[...new Set([...Object.keys(a.dataset), ...Object.keys(b.dataset)])].map(
      (key) => [`dataset.${key}`, a.dataset[key], b.dataset[key]] as const,
    ),
    ['loss', a.loss, b.loss] as const,
  ];
  const found = pairs.find(([, left, right]) => JSON.stringify(left) !== JSON.stringify(right));
  return found === undefined ? null : `${found[0]} (${shown(found[1])} and ${shown(found[2])})`;
}
