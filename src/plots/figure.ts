/** A picture as data: what to draw, not how. Every format (terminal, SVG, HTML, PNG) draws the same figure. */
export interface Figure {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  readonly marks: readonly Mark[];
  /** Behind the series; none by default. */
  readonly bands?: readonly Band[];
  /** Stretches of the x axis; none by default. */
  readonly spans?: readonly Span[];
}

export interface Axis {
  readonly label: string;
  readonly scale: 'linear' | 'log';
  /** Values above may be cut off, so that a diverging tail does not flatten the rest. The drawing says so where it does. */
  readonly clipAbove?: number;
  /** Nothing is an outlier: the axis reaches every value, as that of a learning rate must. */
  readonly whole?: true;
  /** It counts, e.g. epochs: only whole numbers get ticks. */
  readonly counts?: true;
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

/** An area between two curves, e.g. where most repeats of a sweep lie. An infinite end reaches the edge of the plot. */
export interface Band {
  readonly label: string;
  readonly x: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** Label of the series whose spread it is, and whose colour it takes; grey where it is of none. */
  readonly of?: string;
}

/** A stretch of the x axis with a name, e.g. the interval of the suggested lr. */
export interface Span {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}
