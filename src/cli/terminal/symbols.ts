import { type SymbolSet, symbolSets } from '../../plots/symbols.js';

/** What --symbols takes. */
export const symbolsNames = ['auto', ...(Object.keys(symbolSets) as SymbolSet[])] as const;
export type SymbolsName = (typeof symbolsNames)[number];

/**
 * The characters of drawings. auto: box characters, but for terminals that cannot have them: the console of Linux, and
 * those whose locale (LC_ALL, LC_CTYPE or LANG, the first that is set) names no UTF-8.
 */
export function symbolsFor(
  name: SymbolsName,
  env: Readonly<Record<string, string | undefined>>,
  isTTY: boolean,
): SymbolSet {
  if (name !== 'auto') return name;
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || 'UTF-8';
  return isTTY && (env['TERM'] === 'linux' || !/utf-?8/i.test(locale)) ? 'ascii' : 'line';
}
