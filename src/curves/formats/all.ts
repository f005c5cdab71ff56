import type { CurveSource } from '../source.js';
import { csv } from './csv.js';
import type { CurveFormat } from './format.js';
import { json } from './json.js';
import { jsonLines } from './json-lines.js';
import { tensorboard } from './tensorboard.js';

/** Every format, in the order in which they are tried: the first that recognises the file reads it. */
export const curveFormats: readonly CurveFormat[] = [tensorboard, jsonLines, json, csv];

/** The format of a file; csv takes whatever no other does. */
export const formatOf = (source: CurveSource): CurveFormat =>
  curveFormats.find(({ recognises }) => recognises(source))!;
