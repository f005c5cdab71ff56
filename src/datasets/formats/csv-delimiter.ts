/** What may stand between the cells of a table, the likelier first. A blank only where nothing else does. */
const delimiters = [',', ';', '\t', '|', ' '] as const;

/** Of the text that is looked at. */
const mostRows = 200;

/**
 * The character that cuts most rows of a text into the same number of cells; where several do, the one that cuts them
 * into more. Commas inside of quotes are no delimiters, and neither are those of `0,5;1,5`: then it is the semicolon.
 *
 * @param text the beginning of a table, in whole lines
 * @returns null where no character cuts most rows alike: the table has one column
 */
export function likelyDelimiter(text: string): string | null {
  const rows = rowsOutsideQuotes(text);
  const scores = delimiters.map((delimiter) => scoreOf(rows, delimiter));
  let best: Score | null = null;
  for (const score of scores) if (isBetter(score, best)) best = score;
  const semicolon = scores.find(({ delimiter }) => delimiter === ';');
  const decimals =
    best?.delimiter === ',' && semicolon!.count > 0 && semicolon!.share >= best.share && /\d,\d+(;|$)/m.test(text);
  return decimals ? ';' : (best?.delimiter ?? null);
}

interface Score {
  readonly delimiter: string;
  /** How many delimiters most rows have. */
  readonly count: number;
  /** Share of the rows that have so many. */
  readonly share: number;
}

function isBetter(score: Score, best: Score | null): boolean {
  if (score.count === 0 || score.share < 0.5) return false;
  if (best === null) return true;
  if (score.delimiter === ' ') return score.share > best.share && best.share < 0.9;
  return score.share > best.share || (score.share === best.share && score.count > best.count);
}

function scoreOf(rows: readonly string[], delimiter: string): Score {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const count = row.split(delimiter).length - 1;
    counts.set(count, (counts.get(count) ?? 0) + 1);
  }
  const [count, rowsAlike] = [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), [0, 0] as const);
  return { delimiter, count, share: rows.length === 0 ? 0 : rowsAlike / rows.length };
}

/** The rows that are not empty, with what is quoted taken out: its delimiters and line ends are none. */
const rowsOutsideQuotes = (text: string): string[] =>
  text
    .replace(/"(?:[^"]|"")*"/g, '""')
    .split(/\r\n|\n|\r/)
    .filter((row) => row.trim() !== '')
    .slice(0, mostRows);
