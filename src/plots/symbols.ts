/** The characters of a line: horizontal, vertical, and the corners top-left, top-right, bottom-left, bottom-right. */
export type LineCharacters = readonly [string, string, string, string, string, string];

/** What a drawing is made of. Every line has a shape of its own, so that nothing depends on colour alone. */
export interface Symbols {
  /** By number of the series; those behind the last get a letter each. */
  readonly lines: readonly LineCharacters[];
  /** Whether lines are drawn by dots of Braille patterns instead. */
  readonly braille?: true;
  /** By number of the faint series; the last one serves the rest. */
  readonly dots: readonly string[];
  /** A point between two gaps. */
  readonly point: string;
  readonly above: string;
  readonly below: string;
  readonly broken: string;
  readonly guide: string;
  /** Fills a band. */
  readonly shade: string;
  readonly caret: string;
  readonly axis: {
    readonly vertical: string;
    readonly horizontal: string;
    readonly yTick: string;
    readonly xTick: string;
    readonly corner: string;
    readonly mark: string;
    readonly markOnTick: string;
    /** The line and its ticks along a span. */
    readonly span: string;
    readonly spanTick: string;
  };
  readonly ellipsis: string;
}

const characters = (text: string) => Array.from(text) as unknown as LineCharacters;

export const unicodeSymbols: Symbols = {
  lines: ['─│╭╮╰╯', '━┃┏┓┗┛', '═║╔╗╚╝', '┄┆╭╮╰╯'].map(characters),
  dots: ['·', '°'],
  point: '•',
  above: '▲',
  below: '▼',
  broken: '×',
  guide: '┊',
  shade: '░',
  caret: '▲',
  axis: {
    vertical: '│',
    horizontal: '─',
    yTick: '┤',
    xTick: '┬',
    corner: '└',
    mark: '┴',
    markOnTick: '┼',
    span: '═',
    spanTick: '╤',
  },
  ellipsis: '…',
};

export const asciiSymbols: Symbols = {
  lines: ["-|..`'", '=#====', '******', 'oooooo'].map(characters),
  dots: ['.', ':'],
  point: '@',
  above: '^',
  below: 'v',
  broken: 'x',
  guide: ':',
  shade: '%',
  caret: '^',
  axis: {
    vertical: '|',
    horizontal: '-',
    yTick: '+',
    xTick: '+',
    corner: '+',
    mark: '^',
    markOnTick: '^',
    span: '=',
    spanTick: '#',
  },
  ellipsis: '...',
};

/** The sets, by what they draw lines with. */
export const symbolSets = {
  line: unicodeSymbols,
  braille: { ...unicodeSymbols, braille: true },
  ascii: asciiSymbols,
} as const satisfies Record<string, Symbols>;

export type SymbolSet = keyof typeof symbolSets;

const letters = 'abcdefghijklmnpqrstuwyz';

export const lineCharacters = (symbols: Symbols, series: number): LineCharacters =>
  symbols.lines[series] ?? characters(letters[(series - symbols.lines.length) % letters.length]!.repeat(6));

export const dotCharacter = ({ dots }: Symbols, faint: number): string => dots[Math.min(faint, dots.length - 1)]!;
