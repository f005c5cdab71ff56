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
}

/** Estimates within this many decades agree. */
const agreement = 0.5;
/** A rule more than this many decades away from all estimates contradicts them. */
const contradiction = 1;

/**
 * Low where the fall is weak, the edge was not seen, or a named rule is more than a decade astray; high where the
 * estimates lie within half a decade and the fall is plain (`isPlain`); else medium. docs/suggestion.md has the
 * regret by these words.
 */
export function confidenceOf({ evidence, decades, astray, plain, edgeSeen }: Signs): Confidence {
  if (evidence !== 'clear' || !edgeSeen || astray > contradiction) return 'low';
  return decades <= agreement && plain ? 'high' : 'medium';
}
