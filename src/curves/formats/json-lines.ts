import { userError } from '../../base/errors.js';
import { shownText } from '../../base/shown.js';
import { parseJson } from '../../reports/json.js';
import { sourceText } from '../source.js';
import type { CurveFormat } from './format.js';
import { isObject, withoutNaN } from './json.js';
import { recordTable } from './records.js';

/** An object on each line. */
export const jsonLines: CurveFormat = {
  name: 'json-lines',
  summary: 'an object on each line, as loggers append them',
  recognises: (source) => /^\s*\{[^\n]*\}[^\S\n]*\n\s*\{/.test(sourceText(source)),
  read(source) {
    const { where } = source;
    const lines = sourceText(source)
      .split(/\r\n|\n|\r/)
      .map((text, i) => ({ text, line: i + 1 }))
      .filter(({ text }) => text.trim() !== '');
    const records = lines.map(({ text, line }) => {
      const record = parseJson(withoutNaN(text), `${where} line ${line}`);
      if (isObject(record)) return record;
      throw userError('CURVE_INVALID', `${where} line ${line} is not an object`, { hint: 'take that line out' });
    });
    return recordTable(records, (row, column) => `${where} line ${lines[row]!.line}, '${shownText(column)}'`);
  },
};
