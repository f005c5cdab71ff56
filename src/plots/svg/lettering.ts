import { fitText, safeText, textWidth } from '../../base/text.js';

/** Width of a letter by its height, on the wide side for the fonts that are asked for. */
const letter = 0.58;

/** How much room a text takes, about: a drawing cannot measure it. */
export const lengthOf = (text: string, font: number): number => textWidth(text) * letter * font;

/** The text on one line, or as much of it as fits into the room. */
export const fitted = (text: string, room: number, font: number): string =>
  fitText(safeText(text), Math.max(1, Math.floor(room / (letter * font))));
