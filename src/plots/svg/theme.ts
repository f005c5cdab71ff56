/** The colours of a picture. */
export interface Theme {
  readonly background: string;
  /** Behind boxes: tables, what is shown on hovering. */
  readonly surface: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly grid: string;
  readonly mark: string;
  readonly good: string;
  readonly warning: string;
  readonly bad: string;
  /** Taken in turns by the series. */
  readonly series: readonly string[];
}

/** Every text has a contrast of 4.5 or more with its ground, every line of a series 3 or more (WCAG 2.2, 1.4.3 and 1.4.11). */
export const themes = {
  light: {
    background: '#ffffff',
    surface: '#f6f7f9',
    text: '#17202e',
    muted: '#566072',
    line: '#c3c9d3',
    grid: '#e6e9ee',
    mark: '#a3480a',
    good: '#0f6b43',
    warning: '#8a4b00',
    bad: '#b3201f',
    series: ['#1d63d8', '#c9480d', '#0b7d5a', '#8b3fd1', '#b8255f', '#4e6472'],
  },
  dark: {
    background: '#12161d',
    surface: '#1b212b',
    text: '#e8ebf0',
    muted: '#a2acba',
    line: '#465061',
    grid: '#262e3a',
    mark: '#f3b061',
    good: '#63d3a0',
    warning: '#f0b455',
    bad: '#ff8a80',
    series: ['#6ca8ff', '#ff9a62', '#4fd0a3', '#c79bff', '#ff85b0', '#a9bac6'],
  },
} as const satisfies Record<string, Theme>;

/** auto: light or dark, as whoever looks at it has set. */
export const themeNames = ['auto', 'light', 'dark'] as const;
export type ThemeName = (typeof themeNames)[number];

/** Rules for a theme, or for both where the reader decides. */
export function themed(name: ThemeName, rulesOf: (theme: Theme) => string): string {
  if (name !== 'auto') return rulesOf(themes[name]);
  return `${rulesOf(themes.light)}@media (prefers-color-scheme: dark){${rulesOf(themes.dark)}}`;
}

/** Line patterns by number of the series, so that nothing depends on colour alone. */
export const dashes = ['', '8 4', '2 4', '10 3 2 3', '5 2', '14 4'] as const;

/** Without quotes: HTML would not take their escapes in a style sheet. */
export const fontFamily = 'Inter,system-ui,-apple-system,Segoe UI,Roboto,Noto Sans,DejaVu Sans,sans-serif';

/** The colours of a drawing. Plain class selectors only: the renderer that makes PNG knows no others. */
export const figureRules = (theme: Theme): string =>
  [
    `.bg{fill:${theme.background}}`,
    `.t{fill:${theme.text}}`,
    `.m{fill:${theme.muted}}`,
    `.grid{stroke:${theme.grid};fill:none}`,
    `.axis{stroke:${theme.line};fill:none}`,
    `.mark{stroke:${theme.mark};fill:none}`,
    `.mt{fill:${theme.mark};stroke:${theme.background};stroke-width:4;stroke-linejoin:round;paint-order:stroke}`,
    `.iv{fill:${theme.mark};fill-opacity:.13}`,
    `.w{fill:${theme.warning}}`,
    `.x{stroke:${theme.bad};fill:none}`,
    `.xt{fill:${theme.bad}}`,
    `.fd{stroke:${theme.muted};stroke-opacity:.5;fill:none}`,
    `.fb{fill:${theme.muted};fill-opacity:.16}`,
    `.box{fill:${theme.surface};stroke:${theme.line}}`,
    ...theme.series.flatMap((colour, i) => [
      `.s${i}{stroke:${colour};fill:none}`,
      `.b${i}{fill:${colour};fill-opacity:.16}`,
      `.p${i}{fill:${colour};stroke:${theme.background}}`,
      `.d${i}{stroke:${colour};stroke-opacity:.45;fill:none}`,
    ]),
  ].join('');

/** Marks, series and texts that hovering shows; nothing of it without a mouse. */
export const hoverRules =
  '.stop .tip{visibility:hidden;pointer-events:none}.stop:hover .tip{visibility:visible}.hit{fill:transparent}';
