import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Span } from '../problem.js';
import { growTree, maxDepth, type Parsed, type View } from '../tree.js';

export interface JsonOptions {
  /** JSONC: comments and a comma after the last entry. */
  readonly comments: boolean;
}

/** Parses JSON or JSONC. Of several syntax errors only the first is told: the others mostly follow from it. */
export function parseJson(text: string, { comments }: JsonOptions): Parsed {
  const tooDeep = depthExceeded(text);
  if (tooDeep !== null) {
    return { problems: [{ path: [], message: `nested deeper than ${maxDepth} levels`, span: tooDeep }] };
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: !comments, allowTrailingComma: comments });
  const [first] = errors;
  if (first) {
    const { error, offset, length } = first;
    const message = sentences[printParseErrorCode(error)] ?? printParseErrorCode(error);
    return { problems: [{ path: [], message, span: { offset, length } }] };
  }
  return growTree(root!, view); // only an empty text has no root, and that is an error
}

const sentences: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this is not JSON: text and keys need double quotes',
  InvalidNumberFormat: 'this is not a JSON number',
  PropertyNameExpected: 'a key in double quotes should be here',
  ValueExpected: 'a value should be here',
  ColonExpected: "a ':' should be here",
  CommaExpected: "a ',' should be here",
  CloseBraceExpected: "a '}' should be here",
  CloseBracketExpected: "a ']' should be here",
  EndOfFileExpected: 'the config ends before this',
  InvalidCommentToken: 'JSON has no comments; name the file .jsonc to have them',
  UnexpectedEndOfComment: 'this comment does not end',
  UnexpectedEndOfString: 'this text does not end; it needs a double quote on the same line',
  UnexpectedEndOfNumber: 'this number does not end',
  InvalidUnicode: 'four hexadecimal digits must follow \\u',
  InvalidEscapeCharacter: 'JSON has no such escape; write a backslash as \\\\',
  InvalidCharacter: 'this character must be written as \\u and four hexadecimal digits',
};

function view(node: Node): View<Node> {
  const span = { offset: node.offset, length: node.length };
  if (node.type === 'array') return { kind: 'list', items: node.children ?? [], span };
  if (node.type !== 'object') return { kind: 'scalar', value: node.value, span };
  const entries = (node.children ?? []).map(({ children }) => {
    const [key, value] = children as [Node, Node]; // a property without a value is a syntax error, reported before
    return { key: key.value, keySpan: { offset: key.offset, length: key.length }, value };
  });
  return { kind: 'object', entries, span };
}

/** The bracket that goes too deep: parseTree calls itself per level and would end in a stack overflow. */
function depthExceeded(text: string): Span | null {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const offset = scanner.getTokenOffset();
    const character = text[offset]!;
    if ('{['.includes(character)) depth++;
    if ('}]'.includes(character)) depth--;
    if (depth > maxDepth) return { offset, length: 1 };
  }
  return null;
}
