/** A picture as data: what to draw, not how. Every format (terminal, later SVG and HTML) draws the same figure. */
export interface Figure {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  readonly marks: readonly Mark[];
}

export interface Axis {
  readonly label: string;
  readonly scale: 'linear' | 'log';
  /** Values above may be cut off, so that a diverging tail does not flatten the rest. The drawing says so where it does. */
  readonly clipAbove?: number;
  /** Nothing is an outlier: the axis reaches every value, as that of a learning rate must. */
  readonly whole?: true;
}

/** Points in drawing order. y may be NaN or infinite: a gap. */
export interface Series {
  readonly label: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** faint: points behind the others, e.g. raw losses behind smoothed ones. */
  readonly weight: 'normal' | 'faint';
}

/** A place on the x axis with a name, e.g. the suggested max_lr. */
export interface Mark {
  readonly label: string;
  readonly x: number;
}
