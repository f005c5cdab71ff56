import { type PairedDifference, pairedDifference, type Spread, spreadOf } from './paired.js';

/** One of the things that are compared, with what it reached. */
export interface Entrant {
  readonly label: string;
  /** One per seed, in the same order for all; null where there is none. */
  readonly values: readonly (number | null)[];
  /** Seeds at which it diverged. */
  readonly diverged: number;
}

/** leads: lowest or highest mean; worse: its interval excludes 0; open: no evidence of a difference; unjudged: no values to compare. */
export type Standing = 'leads' | 'worse' | 'open' | 'unjudged';

export interface Place {
  /** Number of the entrant, from 0. */
  readonly entrant: number;
  /** Over the seeds that count; null where it is not judged. */
  readonly spread: Spread | null;
  /** Its values less those of the first, by seed; null for the first and where it is not judged. */
  readonly difference: PairedDifference | null;
  readonly standing: Standing;
}

export interface Ranking {
  /** Best first; those that diverged and those without a value last. */
  readonly places: readonly Place[];
  /** Numbers of the seeds that count: those at which everything that did not diverge has a value. */
  readonly seeds: readonly number[];
  /** ok: one is better than all others. `why` tells it in sentences, or what is missing. */
  readonly verdict: { readonly ok: boolean; readonly why: readonly string[] };
}

/** How often all intervals of a ranking hold at once. */
export const confidence = 0.95;

/**
 * Ranks entrants by their means, and says which of them are worse than the first beyond what the spread over seeds
 * explains: each difference to the first by a paired t interval, at a confidence that lets all of them hold at once in
 * 95 % of all cases (Bonferroni over the others). If the truly best is not the first, calling it worse needs one of its
 * own intervals to the others to fail; so no more intervals than these have to share the 5 %, although the first is
 * chosen by the same numbers.
 *
 * Source: Edwards and Hsu 1983, JASA 78, 965-971 (comparisons with the best)
 */
export function rank(entrants: readonly Entrant[], better: 'lower' | 'higher'): Ranking {
  const judged = entrants.flatMap(({ diverged, values }, entrant) =>
    diverged === 0 && values.some((value) => value !== null) ? [entrant] : [],
  );
  const count = entrants[0]?.values.length ?? 0;
  const seeds = Array.from({ length: count }, (_, i) => i).filter((i) =>
    judged.every((entrant) => entrants[entrant]!.values[i] !== null),
  );
  const valuesOf = (entrant: number) => seeds.map((i) => entrants[entrant]!.values[i]!);
  const sign = better === 'lower' ? 1 : -1;
  const ordered =
    judged.length === 0 || seeds.length === 0
      ? []
      : judged
          .map((entrant) => ({ entrant, spread: spreadOf(valuesOf(entrant)) }))
          .sort((a, b) => sign * (a.spread.mean - b.spread.mean));
  const [first] = ordered;
  const comparisons = Math.max(1, ordered.length - 1);
  const placed = ordered.map(({ entrant, spread }): Place => {
    if (entrant === first!.entrant) return { entrant, spread, difference: null, standing: 'leads' };
    const difference = pairedDifference(valuesOf(entrant), valuesOf(first!.entrant), { confidence, comparisons });
    return { entrant, spread, difference, standing: isApart(difference) ? 'worse' : 'open' };
  });
  const rest = entrants
    .map((_, entrant) => entrant)
    .filter((entrant) => !ordered.some((one) => one.entrant === entrant))
    .sort((a, b) => entrants[a]!.diverged - entrants[b]!.diverged)
    .map((entrant): Place => ({ entrant, spread: null, difference: null, standing: 'unjudged' }));
  const places = [...placed, ...rest];
  return { places, seeds, verdict: verdictOf(places, entrants, seeds.length) };
}

const isApart = ({ interval }: PairedDifference) => interval !== null && (interval[0] > 0 || interval[1] < 0);

function verdictOf(places: readonly Place[], entrants: readonly Entrant[], seeds: number): Ranking['verdict'] {
  const named = (standing: Standing) =>
    places.flatMap((place) => (place.standing === standing ? [entrants[place.entrant]!] : []));
  const list = (some: readonly Entrant[]) => some.map(({ label }) => label).join(', ');
  const [leader] = named('leads');
  const [worse, open, unjudged] = [named('worse'), named('open'), named('unjudged')];
  const fallen = unjudged.map(({ label, diverged, values }) =>
    diverged > 0
      ? `${label} diverged at ${diverged} of ${values.length} seed${values.length === 1 ? '' : 's'}`
      : `${label} has no result to compare`,
  );
  if (leader === undefined) return { ok: false, why: ['no seed was finished by all', ...fallen] };
  if (worse.length + open.length === 0) {
    return { ok: false, why: [`only ${leader.label} came to its end: there is nothing to compare it with`, ...fallen] };
  }
  if (seeds === 1) {
    return { ok: false, why: ['none: one seed shows no spread; type --seeds 3 or more', ...fallen] };
  }
  if (open.length === 0) {
    const others = unjudged.length === 0 ? 'all others' : list(worse);
    return { ok: true, why: [`${leader.label} is better than ${others}`, ...fallen] };
  }
  return {
    ok: false,
    why: [
      `no evidence of a difference between ${leader.label} and ${list(open)}`,
      ...(worse.length > 0 ? [`worse than ${leader.label}: ${list(worse)}`] : []),
      `more seeds narrow the intervals: --seeds ${2 * seeds} or more`,
      ...fallen,
    ],
  };
}
