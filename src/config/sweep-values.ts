import { userError } from '../base/errors.js';
import { shownText } from '../base/shown.js';
import { formatPath, isForbiddenKey, type KeyPath, parsePath } from './key-path.js';

/** A key of the config with the values that it is to have in turn. */
export interface SweptKey {
  readonly path: KeyPath;
  /** As errors and reports write it. */
  readonly key: string;
  /** As typed; the schema says what they are. */
  readonly texts: readonly string[];
}

/** Keys that decide how a test is done, or what its losses mean: their values cannot be told apart by losses. */
const others: readonly (readonly [key: string, hint: string])[] = [
  ['dataset', 'losses on other data say nothing of each other; lay reports over each other with `lr-tool plot A B`'],
  ['loss', 'values of other losses say nothing of each other; lay reports over each other with `lr-tool plot A B`'],
  ['metrics', 'a range test has none'],
  ['seed', 'type --repeats 5 for other seeds'],
  ['find', 'it is the same for all values; lay reports over each other with `lr-tool plot A B`'],
  ['train', 'a range test does not read it; `lr-tool compare` trains'],
  ['backend', 'it changes no loss; `lr-tool doctor` tells what is fastest'],
  ['engineMode', 'it changes no loss; `lr-tool doctor` tells what is fastest'],
  ['$schema', 'it is for editors'],
];

/**
 * What --sweep says: KEY=A,B,C. Commas inside of brackets and quotes part nothing, so that a value may be JSON:
 * `model.hidden=[64],[64,32]`.
 *
 * Error: SWEEP, naming what is wrong and what to type
 */
export function sweptKeyOf(typed: string): SweptKey {
  const refuse = (what: string, hint: string) => userError('SWEEP', `--sweep ${shownText(typed)}: ${what}`, { hint });
  const example = 'type a key and its values, e.g. --sweep optimizer.weightDecay=0,1e-4,1e-3';
  const at = typed.indexOf('=');
  const path = at < 0 ? null : parsePath(typed.slice(0, at));
  if (path === null) throw refuse('must be key.path=value,value', example);
  const key = formatPath(path);
  if (path.some(isForbiddenKey)) throw refuse('this key is not allowed', example);
  const other = others.find(([first]) => first === path[0]);
  if (other !== undefined) throw refuse(`${key} cannot be swept`, other[1]);
  const texts = listed(typed.slice(at + 1));
  if (texts.some((text) => text === '')) throw refuse('a value is empty', example);
  if (texts.length < 2)
    throw refuse(`one value, '${shownText(texts[0]!)}', has nothing beside it`, `${example}, or --set for one`);
  return { path, key, texts };
}

/** The parts between commas that stand in no bracket and no quotes. */
function listed(text: string): string[] {
  const parts = [''];
  let depth = 0;
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (!quoted && '[{'.includes(character)) depth += 1;
    if (!quoted && ']}'.includes(character)) depth -= 1;
    if (character === ',' && depth <= 0 && !quoted) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}
