/** What a piece of text is, not which colour it gets. `series0` to `series5` take turns. */
export type Style =
  | 'title'
  | 'axis'
  | 'faint'
  | 'mark'
  | 'good'
  | 'warning'
  | 'bad'
  | 'series0'
  | 'series1'
  | 'series2'
  | 'series3'
  | 'series4'
  | 'series5';

/** Puts the escape codes of a style around a text, or none. Must not change the width. */
export type Paint = (style: Style, text: string) => string;

export const plain: Paint = (_, text) => text;

const seriesStyles = ['series0', 'series1', 'series2', 'series3', 'series4', 'series5'] as const;

export const seriesStyle = (index: number): Style => seriesStyles[index % seriesStyles.length]!;
