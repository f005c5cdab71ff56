import { type DefaultTreeAdapterMap, type ParserError, parse } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];

/** All elements that pages and pictures are made of; none of them runs or loads anything. */
const elements = new Set(
  'html head meta title style body header h1 h2 p main figure figcaption details summary section dl div dt dd ul li table thead tbody tr th td pre footer svg desc g rect path text circle clipPath'.split(
    ' ',
  ),
);

/** All their attributes; none is an address, none a handler. */
const attributes = new Set(
  'lang charset http-equiv content name class id tabindex role aria-label aria-labelledby aria-describedby hidden scope xmlns viewBox width height font-family font-size font-weight text-anchor transform x y rx r cx cy d stroke-width stroke-dasharray stroke-linejoin stroke-linecap clip-path'.split(
    ' ',
  ),
);

const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export interface Checked {
  /** What does not belong into a picture, in words. */
  readonly faults: string[];
  /** All text of the document. */
  readonly text: string;
}

/** Parses a page or a picture as a browser does; lists all that could run, load or lead away, and errors of the markup. */
export function checkMarkup(document: string): Checked {
  const faults: string[] = [];
  const ids = new Set<string>();
  let text = '';
  const onParseError = ({ code, startLine, startCol }: ParserError) => faults.push(`${startLine}:${startCol} ${code}`);
  const visit = (node: Node): void => {
    if ('value' in node) text += node.value;
    if ('data' in node) faults.push(`comment ${node.data}`);
    if ('tagName' in node) {
      if (!elements.has(node.tagName)) faults.push(`element ${node.tagName}`);
      for (const { name, value } of node.attrs) {
        if (!attributes.has(name)) faults.push(`attribute ${name}`);
        if (name === 'clip-path' && !/^url\(#[\w-]+\)$/.test(value)) faults.push(`clip-path ${value}`);
        if (name === 'content' && node.tagName === 'meta' && /url|http/.test(value)) faults.push(`content ${value}`);
        if (name === 'http-equiv' && value !== 'Content-Security-Policy') faults.push(`http-equiv ${value}`);
        if (name === 'id' && ids.has(value)) faults.push(`id ${value} twice`);
        if (name === 'id') ids.add(value);
        if (name === 'aria-label') text += value;
      }
      if (node.tagName === 'style' && /[<>&"']|url|@import/.test(styleOf(node))) faults.push('style');
    }
    if ('childNodes' in node) node.childNodes.forEach(visit);
  };
  const isPage = !document.startsWith('<svg ');
  visit(parse(isPage ? document : `<!doctype html>${document}`, { onParseError }));
  if (isPage && !document.includes(escaped(policy))) faults.push('no policy');
  return { faults, text };
}

const styleOf = (node: DefaultTreeAdapterMap['element']) =>
  node.childNodes.map((child) => ('value' in child ? child.value : '')).join('');

const escaped = (text: string) => text.replaceAll("'", '&#39;');
