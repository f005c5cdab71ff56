import { readFileSync } from 'node:fs';
/** Produced by the packages themselves; see the note in the file. */
export const vectors = JSON.parse(readFileSync(new URL('../vectors/suggestions.json', import.meta.url), 'utf8'));
