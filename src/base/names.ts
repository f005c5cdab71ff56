/** Nobody types longer names; to compare two of a million letters would take days. */
const longestName = 200;

/**
 * The name a person may have meant: the nearest by edits (insert, delete, replace, swap neighbours), ignoring case and
 * hyphens; null where nothing is near, i.e. more than a third of the letters differ.
 */
export function nearestName(typed: string, names: readonly string[]): string | null {
  const plain = (name: string) => name.toLowerCase().replace(/[-_ ]/g, '');
  const wanted = plain(typed);
  let best: { name: string; distance: number } | null = null;
  for (const name of names) {
    if (Math.max(wanted.length, name.length) > longestName) continue;
    const distance = editDistance(wanted, plain(name));
    if (best === null || distance < best.distance) best = { name, distance };
  }
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  const kept = wanted.length > 1 || best?.distance === 0; // one letter replaced by another has nothing left of itself
  return best !== null && kept && best.distance <= limit ? best.name : null;
}

/** "did you mean X?", or the list of what is known. */
export function didYouMean(typed: string, names: readonly string[]): string {
  const near = nearestName(typed, names);
  return near === null ? `known: ${listed(names)}` : `did you mean '${near}'?`;
}

/** Most names that a sentence lists. */
const mostListed = 100;

/** Names in a sentence: "a, b, c", of very many "..., c and 900 more". */
export function listed(names: readonly string[]): string {
  const rest = names.length - mostListed;
  return rest <= 0 ? names.join(', ') : `${names.slice(0, mostListed).join(', ')} and ${rest} more`;
}

/** "weightDecay" of optimizer.weightDecay. */
export const lastName = (key: string): string => key.split('.').at(-1)!;

/** Damerau-Levenshtein distance (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let distance = Math.min(previous[j]! + 1, row[j - 1]! + 1, replaced);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) distance = Math.min(distance, before[j - 2]! + 1);
      row.push(distance);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length]!;
}
