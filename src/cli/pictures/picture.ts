import type { Page } from '../../plots/page.js';
import type { ThemeName } from '../../plots/svg/theme.js';

/** What there is to draw, in the two forms that formats draw. */
export interface Shown {
  readonly text: () => string;
  readonly page: () => Page;
}

export interface PictureOptions {
  /** Light, dark, or as the reader has set; a format that cannot leave it to the reader is light. */
  readonly theme: ThemeName;
}

/** A way in which reports are drawn. */
export interface Picture {
  /** As --format names it. */
  readonly name: string;
  /** Of file names that ask for it, with the dot; the first is the usual one. */
  readonly extensions: readonly string[];
  /** What it is, in a few words. */
  readonly summary: string;
  readonly draw: (shown: Shown, options: PictureOptions) => Promise<string | Uint8Array>;
}
