import { clearFall, type Evidence } from './evidence.js';

export type Confidence = 'high' | 'medium' | 'low';

interface Signs {
  readonly evidence: Evidence;
  /** From the lowest estimate to the highest. */
  readonly decades: number;
  /** The fall, in standard errors. */
  readonly errors: number;
  readonly edgeSeen: boolean;
}

/** Estimates within this many decades agree. */
const agreement = 0.5;
/** Estimates more than this many decades apart contradict each other. */
const contradiction = 1;
/** A fall of so many standard errors leaves no doubt. */
const plainFall = 2 * clearFall;

/**
 * High where the estimates lie within half a decade, the fall is 10 standard errors or more, and the edge was seen; low
 * where the fall is weak, the estimates are more than a decade apart, or neither of the other two holds.
 */
export function confidenceOf({ evidence, decades, errors, edgeSeen }: Signs): Confidence {
  const plain = errors >= plainFall;
  if (decades <= agreement && plain && edgeSeen) return 'high';
  return evidence === 'weak' || decades > contradiction || (!plain && !edgeSeen) ? 'low' : 'medium';
}
