/** The value of an expression for values of its variables, in the order of their names. */
export type Compiled = (...values: readonly number[]) => number;

const functions: Readonly<Record<string, (...values: number[]) => number>> = {
  abs: Math.abs,
  ceil: Math.ceil,
  cos: Math.cos,
  exp: Math.exp,
  floor: Math.floor,
  log: Math.log,
  max: Math.max,
  min: Math.min,
  sin: Math.sin,
  sqrt: Math.sqrt,
  tanh: Math.tanh,
};
const constants: Readonly<Record<string, number>> = { PI: Math.PI, E: Math.E };

const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};
/** Loosest first. */
const levels = ['+-', '*/'] as const;

const tokens = /\s*(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|[a-z_]\w*|\*\*|[-+*/^(),])/iy;
const deepest = 50;

/** What is wrong with an expression; null where nothing is. */
export function expressionProblem(text: string, variables: readonly string[]): string | null {
  try {
    compileExpression(text, variables);
    return null;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

/**
 * Arithmetic as a function, without running any code: numbers, the variables, PI and E, + - * / ^ (** is the same, both
 * bind to the right), parentheses, and abs ceil cos exp floor log max min sin sqrt tanh.
 *
 * @throws SyntaxError that says what was not understood
 */
export function compileExpression(text: string, variables: readonly string[]): Compiled {
  const words = wordsOf(text);
  let at = 0;
  let depth = 0;
  const take = (...wanted: readonly string[]): string | null =>
    wanted.includes(words[at] ?? '') ? words[at++]! : null;
  const expect = (word: string) => {
    if (take(word) === null) throw new SyntaxError(`must have '${word}' ${placeText()}`);
  };
  const placeText = () => (at < words.length ? `before '${words[at]}'` : 'at the end');

  function chain(level: number): Compiled {
    const operand = () => (level + 1 < levels.length ? chain(level + 1) : signed());
    let left = operand();
    for (let word = take(...levels[level]!); word !== null; word = take(...levels[level]!)) {
      const [a, operate, b] = [left, operators[word]!, operand()];
      left = (...values) => operate(a(...values), b(...values));
    }
    return left;
  }

  function signed(): Compiled {
    if (++depth > deepest) throw new SyntaxError('is nested too deeply');
    const sign = take('-', '+');
    const value = sign === null ? power() : signed();
    depth--;
    return sign === '-' ? (...values) => -value(...values) : value;
  }

  function power(): Compiled {
    const base = operandOf();
    if (take('^', '**') === null) return base;
    const exponent = signed();
    return (...values) => base(...values) ** exponent(...values);
  }

  function operandOf(): Compiled {
    const word = words[at];
    if (word === undefined) throw new SyntaxError('must have a number, a name or a parenthesis at the end');
    at++;
    if (word === '(') {
      const inner = chain(0);
      expect(')');
      return inner;
    }
    if (/^[\d.]/.test(word)) return () => Number(word);
    const index = variables.indexOf(word);
    if (index >= 0) return (...values) => values[index]!;
    if (Object.hasOwn(constants, word)) return () => constants[word]!;
    if (!Object.hasOwn(functions, word)) throw new SyntaxError(unknown(word));
    const call = functions[word]!;
    expect('(');
    const values = [chain(0)];
    while (take(',') !== null) values.push(chain(0));
    expect(')');
    return (...given) => call(...values.map((value) => value(...given)));
  }

  const unknown = (word: string) =>
    /^\w/.test(word)
      ? `has the unknown name '${word}' (known: ${[...variables, ...Object.keys(constants), ...Object.keys(functions)].join(', ')})`
      : `must have a number, a name or a parenthesis before '${word}'`;

  const whole = chain(0);
  if (at < words.length) throw new SyntaxError(`is not understood at '${words[at]}'`);
  return whole;
}

function wordsOf(text: string): string[] {
  const words: string[] = [];
  tokens.lastIndex = 0;
  const end = text.trimEnd().length;
  while (tokens.lastIndex < end) {
    const from = tokens.lastIndex;
    const found = tokens.exec(text);
    if (found === null) throw new SyntaxError(`is not understood at '${text.slice(from, end).trim()}'`);
    words.push(found[1]!);
  }
  return words;
}
