import type { Evidence } from './evidence.js';

export type Confidence = 'high' | 'medium' | 'low';

interface Signs {
  readonly evidence: Evidence;
  /** From the lowest estimate to the highest. */
  readonly decades: number;
  /** From the rate of a named rule to the nearest estimate. */
  readonly astray: number;
  /** The fall leaves no doubt. */
  readonly plain: boolean;
  readonly edgeSeen: boolean;
  /** Decades that the memory of the optimizer took an estimate back by. */
  readonly takenBack: number;
}

/** Estimates within this many decades agree. */
const agreement = 0.5;
/** A rule more than this many decades away from all estimates contradicts them. */
const contradiction = 1;
/** A memory that spans more decades of the sweep has no rate to itself: 0.99 over 100 updates, not 0.95. */
export const longMemory = 1.5;

/**
 * Low where the fall is weak, the edge was not seen, a named rule is more than a decade astray, or the memory of the
 * optimizer spans more than a decade and a half of the sweep; high where the estimates lie within half a decade and the
 * fall is plain (`isPlain`); else medium. docs/suggestion.md has the regret by these words.
 */
export function confidenceOf({ evidence, decades, astray, plain, edgeSeen, takenBack }: Signs): Confidence {
  if (evidence !== 'clear' || !edgeSeen || astray > contradiction || takenBack > longMemory) return 'low';
  return decades <= agreement && plain ? 'high' : 'medium';
}
