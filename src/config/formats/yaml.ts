import { type Alias, Composer, type CST, isAlias, isMap, isScalar, isSeq, Lexer, type ParsedNode, Parser } from 'yaml';
import type { Span } from '../problem.js';
import { growTree, maxDepth, type Parsed, type View } from '../tree.js';

/** Most pieces of syntax in a text (a key, a colon, a blank, ...): about 100 ms of parsing, thousands of values. */
const maxLexemes = 40_000;

/**
 * Parses YAML 1.2 with the core schema. What the library only warns of (unknown tags) is an error, there are no merge
 * keys and no tags that make anything but plain values. Only the first error is told: the others mostly follow from it.
 */
export function parseYaml(text: string): Parsed {
  const { tokens, refused } = tokenize(text);
  if (refused) return { problems: [{ path: [], ...refused }] };
  const documents = [
    ...new Composer({ merge: false, resolveKnownTags: false, uniqueKeys: false }).compose(tokens, true, text.length),
  ];
  const document = documents[0]!; // forced by the second argument
  const second = documents[1];
  const [first] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  if (first) return problemAt(sentence(first.message), spanOf([first.pos[0], first.pos[1]]));
  if (second) return problemAt('a second document starts here; a config is one document', spanOf(second.range));
  if (document.contents === null) return problemAt('the config is empty', spanOf([0, 0]));
  const targets = new Map<Alias, ParsedNode | undefined>(); // resolving walks the document: once per alias is enough
  const targetOf = (alias: Alias) => {
    if (!targets.has(alias)) targets.set(alias, alias.resolve(document) as ParsedNode | undefined);
    return targets.get(alias);
  };
  return growTree<ParsedNode | null>(document.contents, (node) => view(node, targetOf));
}

const problemAt = (message: string, span: Span): Parsed => ({ problems: [{ path: [], message, span }] });

const sentence = (message: string) => message.replace(/^[A-Z]/, (letter) => letter.toLowerCase());

const spanOf = ([start, end]: readonly number[]): Span => ({ offset: start!, length: end! - start! });

function view(node: ParsedNode | null, targetOf: (alias: Alias) => ParsedNode | undefined): View<ParsedNode | null> {
  if (node === null) return { kind: 'scalar', value: null };
  const span = spanOf(node.range);
  if (isAlias(node)) {
    const target = targetOf(node);
    return target ? { ...view(target, targetOf), span } : { kind: 'scalar', value: undefined, span };
  }
  if (isSeq(node)) return { kind: 'list', items: node.items, span };
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }) => ({
      key: isScalar(key) ? key.value : undefined,
      keySpan: spanOf(key.range),
      value: value as ParsedNode | null,
    }));
    return { kind: 'object', entries, span };
  }
  return { kind: 'scalar', value: node.value, span };
}

interface Tokenized {
  readonly tokens: readonly CST.Token[];
  readonly refused?: { readonly message: string; readonly span: Span };
}

/** Syntax without nesting limits would overflow the composer, and a few thousand open brackets V8's regexp compiler. */
function tokenize(text: string): Tokenized {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    const span = { offset: Math.min(parser.offset, text.length), length: 1 };
    // Besides the collections, the stack holds the document and the scalar at hand.
    if (parser.stack.length > maxDepth + 2) {
      return { tokens, refused: { message: `nested deeper than ${maxDepth} levels`, span } };
    }
    if (++lexemes > maxLexemes)
      return { tokens, refused: { message: `more than ${maxLexemes} pieces of syntax`, span } };
  }
  tokens.push(...parser.end());
  return { tokens };
}
