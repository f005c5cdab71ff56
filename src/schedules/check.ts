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
  readonly [other: string]: unknown;
}

/** What is wrong between the parameters of a schedule, each of which is right by itself; null where nothing is. */
export function mistakeIn({ maxLr, baseLr, boundaries, factors }: Params): Mistake | null {
  if (maxLr !== undefined && baseLr !== undefined && baseLr > maxLr) {
    return { key: 'baseLr', related: 'maxLr', message: `must not be above maxLr, is ${baseLr} and that is ${maxLr}` };
  }
  if (boundaries !== undefined && factors !== undefined && factors.length !== boundaries.length + 1) {
    const message = `must have one entry more than boundaries, has ${factors.length} and that has ${boundaries.length}`;
    return { key: 'factors', related: 'boundaries', message };
  }
  return null;
}
