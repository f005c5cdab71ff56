import { safeLines } from '../base/text.js';

/** A piece of HTML or SVG that is well-formed. Only this file makes them, so that no text gets in unescaped. */
export interface Markup {
  readonly markup: string;
}

/** What an element holds: pieces, and texts that are escaped. */
export type Content = Markup | string | readonly Content[];

/** Attributes in their order; those that are undefined are left out. Names are ours, values may be anybody's. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Printable ASCII but for those: most texts, and quickly told. */
const harmless = /^[ !#$%(-;=?-~]*$/;

/** Halves of surrogate pairs and non-characters: HTML and XML have no place for them. */
const forbidden = /\p{Cs}|\p{Noncharacter_Code_Point}/gu;

/**
 * Text that is not ours, as content or quoted attribute of HTML and of XML: no tag, entity or quote begins or ends in it.
 * Control characters, escape sequences and marks of direction vanish; lines are kept.
 */
export function escapeText(text: string): string {
  if (harmless.test(text)) return text;
  return safeLines(text)
    .replace(forbidden, '\ufffd')
    .replace(/[&<>"']/g, (character) => entities[character]!);
}

/** An element with what it holds. */
export const element = (name: string, attributes: Attributes, ...content: readonly Content[]): Markup => ({
  markup: `<${name}${attributesText(attributes)}>${contentText(content)}</${name}>`,
});

/** An element that holds nothing: a shape of SVG, or one that HTML does not close. */
export const leaf = (name: string, attributes: Attributes): Markup => ({
  markup: `<${name}${attributesText(attributes)}/>`,
});

const attributesText = (attributes: Attributes) =>
  Object.entries(attributes)
    .map(([name, value]) =>
      value === undefined ? '' : ` ${name}="${typeof value === 'number' ? numberText(value) : escapeText(value)}"`,
    )
    .join('');

function contentText(content: Content): string {
  if (typeof content === 'string') return escapeText(content);
  return 'markup' in content ? content.markup : content.map(contentText).join('');
}

/** A length in a drawing: two decimals are finer than any screen. */
export const numberText = (value: number): string => String(Math.round(value * 100) / 100 + 0);
