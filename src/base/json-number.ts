/** Any double in JSON, which has no token for those that are not finite. */
export type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity';

export const jsonNumber = (value: number): JsonNumber =>
  Number.isFinite(value) ? value : (String(value) as JsonNumber); // all that is not finite has one of the three names

/** The double again. */
export const fromJsonNumber = (stored: JsonNumber): number => Number(stored);
