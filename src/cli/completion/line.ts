/**
 * The words of a command line as a POSIX shell splits them, the last one as far as it is typed: '' after a blank.
 * Quotes that are still open end with the text.
 */
export function wordsOfLine(line: string): string[] {
  const words = [''];
  let quote: '"' | "'" | null = null;
  for (let i = 0; i < line.length; i++) {
    const character = line[i]!;
    const add = (text: string) => words.push(words.pop()! + text);
    if (quote !== null) {
      if (character === quote) quote = null;
      else if (character === '\\' && quote === '"' && '"\\$`'.includes(line[i + 1] ?? ' ')) add(line[++i]!);
      else add(character);
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '\\') add(line[++i] ?? '');
    else if (/\s/.test(character)) {
      if (words.at(-1) !== '' || /["']/.test(line[i - 1] ?? '')) words.push('');
    } else add(character);
  }
  return words;
}
