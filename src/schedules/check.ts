import { momentumEnds } from './momentum.js';
import { usualDivisor } from './one-cycle.js';

/** A parameter that does not fit the others, and why. */
export interface Mistake {
  readonly key: string;
  readonly related: string;
  readonly message: string;
}

/** The parameters that depend on others, among those of any schedule. */
interface Params {
  readonly maxLr?: number | undefined;
  readonly baseLr?: number | undefined;
  readonly boundaries?: readonly unknown[] | undefined;
  readonly factors?: readonly unknown[] | undefined;
  readonly finalDivFactor?: number | undefined;
  readonly pctStart?: number | undefined;
  readonly pctFinal?: number | undefined;
  readonly cycleMomentum?: boolean | undefined;
  readonly baseMomentum?: number | undefined;
  readonly maxMomentum?: number | undefined;
  readonly [other: string]: unknown;
}

/** What is wrong between the parameters of a schedule, each of which is right by itself; null where nothing is. */
export function mistakeIn(params: Params): Mistake | null {
  const { maxLr, baseLr, boundaries, factors, pctStart, pctFinal, finalDivFactor } = params;
  if (maxLr !== undefined && baseLr !== undefined && baseLr > maxLr) {
    return { key: 'baseLr', related: 'maxLr', message: `must not be above maxLr, is ${baseLr} and that is ${maxLr}` };
  }
  if (boundaries !== undefined && factors !== undefined && factors.length !== boundaries.length + 1) {
    const message = `must have one entry more than boundaries, has ${factors.length} and that has ${boundaries.length}`;
    return { key: 'factors', related: 'boundaries', message };
  }
  const start = baseLr ?? (maxLr ?? 0) / usualDivisor;
  if (finalDivFactor !== undefined && maxLr !== undefined && start / finalDivFactor > maxLr) {
    const message = `must not lift the end above maxLr: ${start} divided by ${finalDivFactor} is above ${maxLr}`;
    return { key: 'finalDivFactor', related: 'baseLr', message };
  }
  if (pctStart !== undefined && pctFinal !== undefined && pctFinal <= pctStart) {
    const message = `must be above pctStart, is ${pctFinal} and that is ${pctStart}`;
    return { key: 'pctFinal', related: 'pctStart', message };
  }
  return momentumMistake(params);
}

function momentumMistake(params: Params): Mistake | null {
  const ends = momentumEnds(params);
  const related = params.baseMomentum === undefined ? 'maxMomentum' : 'baseMomentum';
  if (ends === null) {
    if (params[related] === undefined) return null;
    return { key: 'cycleMomentum', related, message: `must not be false where ${related} is given` };
  }
  const { baseMomentum, maxMomentum } = ends;
  if (baseMomentum <= maxMomentum) return null;
  const message = `must not be above maxMomentum, is ${baseMomentum} and that is ${maxMomentum}`;
  return { key: 'baseMomentum', related: 'maxMomentum', message };
}
